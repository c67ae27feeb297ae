import { expect, test } from "vitest";
import { nameColumn, nameTable } from "../../model/names.ts";
import { similarNames } from "./similar-names.ts";

const table = nameTable(
  nameColumn([
    "class_create",
    "__class_create",
    "class_destroy",
    "usb_register",
    "register",
    "del_timer_sync",
  ]),
);

test.each([
  ["class_created", ["class_create"]],
  ["_class_create", ["class_create", "__class_create"]],
  ["usb_register_2", ["usb_register"]],
  ["del_timer_snyc", ["del_timer_sync"]],
  ["printk_ratelimit", []],
  ["del", []],
])("%s is like %j", (name, similar) => {
  expect(similarNames(table, name)).toEqual(similar);
});
