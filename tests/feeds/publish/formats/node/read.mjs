// Reads each document on standard input, {format: body}, with each parser that can, and writes what they found, in the
// form that peers.py describes: {parser: {format: [story]}}. What a parser does not tell is left out.
import { readFileSync } from "node:fs";

const date = (text) => (text ? new Date(text).toISOString() : undefined);

async function rssParser() {
  const { default: Parser } = await import("rss-parser");
  const kept = [["dc:creator", "creators", { keepArray: true }], ["enclosure", "enclosures", { keepArray: true }]];
  const parser = new Parser({ customFields: { item: kept } });
  const read = (story) => async (body) => (await parser.parseString(body)).items.map(story);
  const rss = read((item) => ({
    id: item.guid, title: item.title, link: item.link, published: item.isoDate, authors: item.creators,
    categories: item.categories?.map((one) => one._ ?? one), content: item["content:encoded"], summary: item.content,
    enclosures: item.enclosures?.map((one) => [one.$.url, one.$.type, one.$.length]),
  }));
  const atom = read((item) => ({
    id: item.id, title: item.title, link: item.link, published: item.isoDate, authors: [item.author],
    content: item.content, summary: item.summary,
  }));
  return { rss, atom };
}

async function feedsmith() {
  const { parseRssFeed, parseAtomFeed, parseJsonFeed } = await import("feedsmith");
  const rss = (body) => parseRssFeed(body).items.map((item) => ({
    id: item.guid.value, title: item.title, link: item.link, published: date(item.pubDate),
    updated: date(item.atom?.updated), authors: item.dc?.creators, categories: item.categories?.map((one) => one.name),
    content: item.content?.encoded, summary: item.description,
    enclosures: item.enclosures?.map((one) => [one.url, one.type, one.length]),
  }));
  const atom = (body) => parseAtomFeed(body).entries.map((entry) => ({
    id: entry.id, title: entry.title.value, link: entry.links.find((one) => !one.rel).href, published: entry.published,
    updated: entry.updated, authors: entry.authors.map((one) => one.name),
    categories: entry.categories?.map((one) => one.label ?? one.term),
    content: entry.content?.value, summary: entry.summary?.value,
    enclosures: entry.links.filter((one) => one.rel === "enclosure").map((one) => [one.href, one.type, one.length]),
  }));
  const json = (body) => parseJsonFeed(body).items.map((item) => ({
    id: item.id, title: item.title, link: item.url, published: item.date_published, updated: item.date_modified,
    authors: item.authors?.map((one) => one.name), categories: item.tags,
    content: item.content_html ?? item.content_text, summary: item.summary,
    enclosures: item.attachments?.map((one) => [one.url, one.mime_type, one.size_in_bytes]),
  }));
  return { rss, atom, json };
}

async function rowanmanning() {
  const { parseFeed } = await import("@rowanmanning/feed-parser");
  const xml = (body) => parseFeed(body).items.map((item) => ({
    id: item.id, title: item.title, link: item.url, published: item.published, updated: item.updated,
    authors: item.authors.map((one) => one.name), categories: item.categories.map((one) => one.label),
    content: item.content, summary: item.description,
    enclosures: item.media.map((one) => [one.url, one.mimeType, one.length]),
  }));
  return { rss: xml, atom: xml };
}

async function extractus() {
  const { extractFromXml, extractFromJson } = await import("@extractus/feed-extractor");
  const stories = (feed) => feed.entries.map((entry) => ({
    id: entry.id, title: entry.title, link: entry.link, published: entry.published, summary: entry.description,
  }));
  const xml = (body) => stories(extractFromXml(body, { descriptionMaxLen: 0 }));
  const json = (body) => stories(extractFromJson(JSON.parse(body), { descriptionMaxLen: 0 }));
  return { rss: xml, atom: xml, json };
}

const parsers = {
  "rss-parser": rssParser,
  feedsmith,
  "@rowanmanning/feed-parser": rowanmanning,
  "@extractus/feed-extractor": extractus,
};
const documents = JSON.parse(readFileSync(0, "utf8"));
const told = {};
for (const [name, open] of Object.entries(parsers)) {
  told[name] = {};
  for (const [format, read] of Object.entries(await open())) told[name][format] = await read(documents[format]);
}
process.stdout.write(JSON.stringify(told));
