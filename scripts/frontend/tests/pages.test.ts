import assert from "node:assert/strict";
import { test } from "node:test";
import { pageAddress } from "../src/shared/pages.js";

test("behind a server a folder's page is the folder", () => {
  assert.equal(pageAddress("../projects/#r1", "https:"), "../projects/#r1");
});

test("on disk a folder's page is the file in it", () => {
  assert.equal(pageAddress("../projects/#r1", "file:"), "../projects/index.html#r1");
  assert.equal(pageAddress("../", "file:"), "../index.html");
  assert.equal(pageAddress("a/b/?year=2023/24", "file:"), "a/b/index.html?year=2023/24");
});

test("a place on the page and a file stay what they are", () => {
  assert.equal(pageAddress("#r1", "file:"), "#r1");
  assert.equal(pageAddress("../data/a.csv", "file:"), "../data/a.csv");
});
