// The frame around the conversation: switches channels and people, and follows when another tab switches.
const FOLLOW_EVERY = 2000; // milliseconds
const FOLLOW_FAST = 500; // milliseconds, while the clock runs fast
const LOOK_EVERY = 100; // milliseconds
const PATIENCE = 30; // looks
const MINE = 5000; // milliseconds after an act of the visitor in which a new message is its outcome
const FIELD = ".command-option-input";
const view = document.getElementById("view");
const status = document.getElementById("status");
const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
let shown = { key: "", channels: [], people: [] };
let greeted = "";
let loads = 0;
let shutOut = 0;
let acted = 0;
let last = "";
let pace = 0;
let following = 0;
let chosen = sessionStorage.getItem("person") || "";

async function ask(options, path = "/sandbox/view") {
  const answer = await fetch(path, options);
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}`);
  return answer.json();
}

function go(channel) {
  return ask({ method: "POST", body: JSON.stringify({ channel, timezone }) }).then(show, lost);
}

function show(told) {
  status.hidden = true;
  tell(told);
  if (told.key === shown.key) return;
  shown = told;
  load();
  draw();
}

function load() {
  greeted = "";
  loads += 1; // a new address each time, else the browser stays where it is
  view.src = `/view?${loads}#${shown.key}`;
}

function lost() {
  status.textContent = "The sandbox has stopped. Start it again in the terminal; this page then goes on by itself.";
  status.hidden = false;
}

// What the sandbox's own clock says, and how fast it runs.
function tell(told) {
  const shownTime = document.getElementById("now");
  shownTime.dateTime = told.now;
  shownTime.textContent = new Date(told.now).toLocaleString("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
  for (const one of document.querySelectorAll("#speeds button")) one.setAttribute("aria-pressed", String(Number(one.dataset.speed) === told.speed));
  setPace(told.speed > 1 ? FOLLOW_FAST : FOLLOW_EVERY);
}

function setPace(wanted) {
  if (wanted === pace) return;
  pace = wanted;
  clearInterval(following);
  following = setInterval(() => ask().then(show, lost), pace);
}

async function move(wanted, pressed) {
  acted = Date.now();
  pressed.disabled = true;
  await ask({ method: "POST", body: JSON.stringify(wanted) }, "/sandbox/clock").then(show, lost);
  pressed.disabled = false;
}

function button(pressed, mark, text, note, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.setAttribute("aria-pressed", String(pressed));
  if (mark) made.append(Object.assign(document.createElement("span"), { className: "mark", textContent: mark, ariaHidden: "true" }));
  made.append(text);
  if (note) made.append(Object.assign(document.createElement("small"), { textContent: note }));
  made.addEventListener("click", act);
  const item = document.createElement("li");
  item.append(made);
  return item;
}

// Who the visitor is here: a direct message has one person only, whoever was chosen in the server.
function self() { return shown.people.find((person) => person.key === chosen) || shown.people[0]; }

function draw() {
  document.getElementById("channels").replaceChildren(...shown.channels.map((channel) =>
    button(channel.key === shown.channel, channel.key === "direct" ? "@" : "#", channel.key === "direct" ? `${channel.title} (direct message)` : channel.title, "", () => go(channel.key))));
  document.getElementById("people").replaceChildren(...shown.people.map((person) =>
    button(person === self(), "", `${person.name} (${person.role})`, person.note, () => become(person.key))));
}

function become(person) {
  chosen = person;
  sessionStorage.setItem("person", person);
  draw();
  document.querySelector("#people [aria-pressed=true]").focus();
}

// The conversation is simcord's page. Its own, hidden picker changes the person; it answers once the page is ready.
function inside(id) { return view.contentDocument?.getElementById(id); }

function follow() {
  const page = view.contentWindow?.simcordPreview;
  if (!page) return;
  shutOut = greeted && !page.authorized ? shutOut + 1 : 0;
  if (shutOut > PATIENCE) return load(); // after a long sleep of the computer its page is forgotten
  if (!page.ready) return;
  if (greeted !== shown.key) {
    greeted = shown.key;
    inside("channel-composer-input")?.focus();
    toTheEnd();
  }
  const newest = inside("channel-message-list")?.querySelector("article:last-child")?.dataset.messageId ?? "";
  if (newest !== last && Date.now() - acted < MINE) {
    toTheEnd();
    // simcord puts its box back after a command, but not the focus into it
    if (view.contentDocument.activeElement === view.contentDocument.body) inside("channel-composer-input")?.focus();
  }
  last = newest;
  const picker = inside("viewer-picker");
  const wanted = self();
  if (!picker || picker.disabled || !wanted || page.viewerId === wanted.id) return;
  picker.value = wanted.id;
  picker.dispatchEvent(new Event("change", { bubbles: true }));
}

function toTheEnd() {
  const timeline = inside("channel-timeline");
  timeline.scrollTop = timeline.scrollHeight;
}

// Simcord's Enter takes the suggestion that is marked, even one that says what is typed already; here it then sends.
function close(field) { field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })); }

function beforeKey(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  acted = Date.now();
  if (!event.target.matches?.(FIELD)) return;
  const marked = inside(event.target.getAttribute("aria-controls"))?.querySelector('[aria-selected="true"]');
  if (marked?.dataset.value.trim() === event.target.value.trim()) close(event.target);
}

// A choice leaves simcord's field without the focus, or with its list open again: so Enter would not send.
function beforeClick(event) {
  acted = Date.now();
  const option = event.target.closest?.(".command-suggestion") && view.contentDocument.querySelector(`${FIELD}[aria-expanded="true"]`)?.dataset.option;
  if (!option) return;
  setTimeout(() => {
    const elsewhere = view.contentDocument.activeElement?.dataset.option;
    const field = [...view.contentDocument.querySelectorAll(FIELD)].find((one) => one.dataset.option === option);
    if (!field || (elsewhere && elsewhere !== option)) return; // the next option is waiting to be filled in
    field.focus();
    close(field);
  });
}

function begin(command) {
  const box = inside("channel-composer-input");
  if (!box?.checkVisibility()) return;
  box.focus();
  box.value = command;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

// Links in a message lead out of the sandbox: to a new tab, not into the frame, where other sites may not go.
function leadOut(event) {
  const link = event.target.closest?.("a[href]");
  if (link && link.origin !== location.origin) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
}

view.addEventListener("load", () => {
  view.contentDocument?.addEventListener("click", leadOut, true);
  view.contentDocument?.addEventListener("click", beforeClick, true);
  view.contentDocument?.addEventListener("keydown", beforeKey, true);
});

for (const one of document.querySelectorAll(".tries button")) {
  one.addEventListener("click", () => begin(one.querySelector("code").textContent));
}

for (const one of document.querySelectorAll("#forward button")) {
  one.addEventListener("click", () => move({ forward: Number(one.dataset.seconds) }, one));
}
for (const one of document.querySelectorAll("#speeds button")) {
  one.addEventListener("click", () => move({ speed: Number(one.dataset.speed) }, one));
}

setPace(FOLLOW_EVERY);
await go((await ask().catch(() => ({ channel: "general" }))).channel);
setInterval(follow, LOOK_EVERY);
