// What JavaScript adds, and nothing depends on: a copy button, and our own times in the reader's zone.
const shown = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
for (const time of document.querySelectorAll("time[datetime]:not(.body *)")) {
  time.title = time.textContent;
  time.textContent = shown.format(new Date(time.dateTime));
}
const address = document.getElementById("address");
if (address && navigator.clipboard) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address.textContent);
    button.textContent = "Copied";
  });
  address.after(button);
}
// Feeds are found while one types; on a host of files, which answers no question, also those of the address.
const question = document.getElementById("q");
const rows = document.querySelectorAll("#feeds li");
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const said = (row) => fold(`${row.querySelector(".name").textContent}\n${row.dataset.about}`);
const narrow = () => {
  const words = fold(question.value).split(/\s+/);
  for (const row of rows) row.hidden = !words.every((word) => said(row).includes(word));
  for (const group of document.querySelectorAll("#feeds > section")) group.hidden = !group.querySelector("li:not([hidden])");
};
if (question && rows.length) {
  const asked = new URLSearchParams(location.search).get("q");
  if (asked && !question.value) question.value = asked;
  question.addEventListener("input", narrow);
  if (asked && !document.querySelector('[role="status"]')) narrow();
}
