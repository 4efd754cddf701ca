// One worker: it is told the lab once, then answers one job after the other.
let known = null;
self.onmessage = ({ data }) => {
  if (data.lab) {
    known = data.lab;
    return;
  }
  if (data.numbers) {
    self.postMessage({ numbers: drawNumbers(known, 0, data.numbers, {}) });
    return;
  }
  try {
    if (data.boxes) return self.postMessage({ boxes: answerBoxes(known, data.boxes) });
    const annual = answerJob(known, data);
    self.postMessage({ annual }, [annual.buffer]);
  } catch (error) {
    self.postMessage({ failed: String(error.message) });
  }
};
