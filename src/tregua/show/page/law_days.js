// Spans between two days and days after a day, as `regimes/reckon.py` reckons them. A day is a number: 0 is 1970-01-01.
const ordinal = (year, month, day) => {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
};
const civil = (day) => {
  const era = Math.floor((day + 719468) / 146097);
  const ofEra = day + 719468 - era * 146097;
  const year = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365);
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return [year + era * 400 + (month > 2 ? 0 : 1), month, ofYear - Math.floor((153 * shifted + 2) / 5) + 1];
};
const dayOf = (iso) => ordinal(...iso.split("-").map(Number));
const isoOf = (day) => {
  const [year, month, date] = civil(day);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
};
const isDate = (iso) => /^\d{4}-\d\d-\d\d$/.test(iso) && iso >= "0001" && isoOf(dayOf(iso)) === iso;
const FIRST = ordinal(1, 1, 1);
const LAST = ordinal(9999, 12, 31);
const stepped = (iso, step) => isoOf(Math.min(Math.max(dayOf(iso) + step, FIRST), LAST));

// --- working days -----------------------------------------------------------------------------------------------------

// The working days of the years that the calendar covers, and how many of them lie up to each day.
const workingDays = (calendar) => {
  if (!calendar.counted) {
    const holidays = new Set(calendar.holidays.map(dayOf));
    const first = ordinal(calendar.since, 1, 1);
    const last = ordinal(calendar.until, 12, 31);
    const days = [];
    const counted = [];
    for (let day = first; day <= last; day += 1) {
      const weekday = (((day + 3) % 7) + 7) % 7; // 1970-01-01 was a Thursday; 0 is a Monday
      if (!calendar.weekend.includes(weekday) && !holidays.has(day)) days.push(day);
      counted.push(days.length);
    }
    Object.assign(calendar, { first, last, days, counted });
  }
  return calendar;
};
const covered = (day, calendar) => day >= workingDays(calendar).first && day <= calendar.last;
const workingUpTo = (day, calendar) => calendar.counted[day - calendar.first];
const workingAfter = (start, number, calendar) => {
  if (number === 0) return start;
  const up = workingUpTo(start, calendar);
  const before = calendar.days[up - 1] === start ? up - 1 : up;
  return calendar.days[number > 0 ? up - 1 + number : before + number] ?? null;
};

// --- between and after ------------------------------------------------------------------------------------------------

const monthsAfter = (start, number) => {
  const [year, month, day] = civil(start);
  const target = year * 12 + month - 1 + number;
  const first = (months) => ordinal(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 1);
  return first(target) + Math.min(day, first(target + 1) - first(target)) - 1;
};
const monthsBetween = (low, high, step) => {
  const [[year, month], [lastYear, lastMonth]] = [civil(low), civil(high)];
  const number = step === 12 ? lastYear - year : (lastYear - year) * 12 + lastMonth - month;
  return number - (monthsAfter(low, number * step) > high ? 1 : 0);
};
const unsuspended = (low, high, stops) =>
  stops.reduce((count, [first, last]) => count - Math.max(Math.min(high, dayOf(last)) - Math.max(low, dayOf(first) - 1), 0), high - low);
const unsuspendedAfter = (start, number, stops) =>
  stops.reduce((day, [first, last]) => {
    const opened = Math.max(start, dayOf(first) - 1);
    return opened < day && opened < dayOf(last) ? day + dayOf(last) - opened : day;
  }, start + number);

// How many units lie between two days; one that runs backwards is that of the same days forwards, negative.
const between = (start, end, { unit, stops = [] }, calendar) => {
  if (unit === "working days" && !(covered(start, calendar) && covered(end, calendar))) return null;
  const [low, high] = [Math.min(start, end), Math.max(start, end)];
  const counted = {
    "days": () => high - low,
    "working days": () => workingUpTo(high, calendar) - workingUpTo(low, calendar),
    "unsuspended days": () => unsuspended(low, high, stops),
    "months": () => monthsBetween(low, high, 1),
    "years": () => monthsBetween(low, high, 12),
  }[unit]();
  return end < start && counted ? -counted : counted;
};
// The day so many units after a day; null where that is unknown.
const after = (start, number, { unit, stops = [] }, calendar) => {
  if (unit === "working days" && !covered(start, calendar)) return null;
  const found = {
    "days": () => start + number,
    "working days": () => workingAfter(start, number, calendar),
    "unsuspended days": () => unsuspendedAfter(start, number, stops),
    "months": () => monthsAfter(start, number),
    "years": () => monthsAfter(start, 12 * number),
  }[unit]();
  return found === null ? null : Math.min(Math.max(found, FIRST), LAST);
};
