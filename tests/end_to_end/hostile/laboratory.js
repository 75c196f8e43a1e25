// Puts each piece of HTML into the page as feed readers do, parses it, writes it and parses it again; gives what is wrong.
async ([pieces, elements, attributes]) => {
  const found = [];
  const events = ["click", "mouseover", "focus", "load", "error", "toggle", "pointerenter", "animationend", "keydown", "submit"];
  const look = (number, where, root) => {
    for (const node of root.querySelectorAll("*")) {
      const said = `${number} ${where}: ${node.cloneNode(false).outerHTML}`;
      if (node.namespaceURI !== "http://www.w3.org/1999/xhtml" || !elements.includes(node.localName)) found.push(said);
      for (const { name } of node.attributes) if (!attributes.includes(name)) found.push(said);
      for (const name of ["href", "src", "cite"])
        if (node.hasAttribute(name) && !/^https?:\/\//.test(node[name])) found.push(said);
    }
    if (document.createTreeWalker(root, 0x80 | 0x40 | 0x8).nextNode()) found.push(`${number} ${where}: a comment or an instruction`);
  };
  const touch = (root) => {
    root.addEventListener("click", (event) => event.preventDefault());
    for (const node of root.querySelectorAll("*"))
      for (const name of events) node.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }));
  };
  for (const [number, html] of pieces) {
    const once = document.createElement("div"), twice = document.createElement("div"), thrice = document.createElement("td");
    document.body.append(once, twice);
    once.innerHTML = html;
    twice.innerHTML = once.innerHTML;
    thrice.innerHTML = twice.innerHTML;
    if (once.innerHTML !== twice.innerHTML) found.push(`${number} mutates: ${once.innerHTML} ${twice.innerHTML}`);
    const live = document.createRange().createContextualFragment(html); // whose scripts run, unlike those of innerHTML
    const apart = new DOMParser().parseFromString(`<!doctype html><body>${html}`, "text/html").body;
    for (const [where, root] of [["once", once], ["twice", twice], ["in a cell", thrice], ["live", live], ["apart", apart]]) look(number, where, root);
    once.append(live);
    touch(once);
    touch(twice);
  }
  await new Promise((done) => setTimeout(done, 100));
  document.body.replaceChildren();
  return found;
}
