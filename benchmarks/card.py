"""Write the score card that comes with the package: every origin scored, the record and dated switches run."""

import json

from tregua.analysis.answers import backtest, history
from tregua.analysis.calibrate import shipped
from tregua.analysis.card import PATH, card_record

DRAWS = 512  # of which the mean scores move by less than their error between seeds

if __name__ == "__main__":
    record = card_record(backtest(draws=DRAWS, calibrated=True), history(), shipped().version)
    PATH.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
