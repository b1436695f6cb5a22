// Times as the clock of the visitor shows them; the server writes them in UTC.

const pad = (number) => String(number).padStart(2, "0");

export function showLocalTimes(place = document) {
  for (const time of place.querySelectorAll("time[data-utc]")) {
    const at = new Date(time.dateTime);
    time.textContent = `${pad(at.getMonth() + 1)}-${pad(at.getDate())} ${pad(at.getHours())}:${pad(at.getMinutes())}`;
    time.title = at.toString();
    delete time.dataset.utc;
  }
}
