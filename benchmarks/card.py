"""Write the score card that comes with the package: every origin scored, the record and dated switches run."""

import json

from tregua.analysis.answers import backtest, history
from tregua.analysis.card import PATH, card_record

if __name__ == "__main__":
    record = card_record(backtest(), history())
    PATH.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
