import { expect, it } from "vitest";
import { NoticeKind } from "@/lib/model/notify-target";
import { ALL_GROUPS, groupsOf, kindsOf, NOTICE_GROUPS, noticeWords } from "./notice-groups";

it("puts every kind of message into exactly one group", () => {
  expect(NOTICE_GROUPS.flatMap(({ kinds }) => kinds).sort()).toEqual([...NoticeKind.options].sort());
});

it("gives back the groups that were chosen, and null for all of them", () => {
  expect(kindsOf(ALL_GROUPS)).toBeNull();
  for (const { id } of NOTICE_GROUPS) expect(groupsOf(kindsOf([id]))).toEqual([id]);
});

it("says what a target is told of", () => {
  expect([null, ["approvalNeeded", "rolledBack"], ["of another day"]].map(noticeWords)).toEqual([
    "everything",
    "approvals, going back",
    "nothing",
  ]);
});
