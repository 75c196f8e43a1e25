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
