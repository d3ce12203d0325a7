// Rows of the control API about going back: snapshots and reset.

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mock_server/admin/reply.h"
#include "mock_server/admin/routes.h"

namespace sellsign::mock {
namespace {

AdminJson row_of(const std::string& name, const Snapshot& snapshot) {
  return {{"name", name}, {"customers", snapshot.customers}, {"at", show_instant(snapshot.at)}};
}

http::Reply get_snapshots(AdminCall& call) {
  AdminJson list = AdminJson::array();
  for (const auto& [name, snapshot] : call.space.snapshots()) list.push_back(row_of(name, snapshot));
  return admin_json({{"snapshots", std::move(list)}});
}

http::Reply put_snapshot(AdminCall& call) {
  const auto taken = call.space.take_snapshot(call.parts[0]);
  if (!taken) return admin_error(taken.error().kind == ErrorKind::limit ? 503 : 409, taken.error().message);
  const AdminJson row = row_of(call.parts[0], *taken);
  const auto& save = call.admin.options().save;
  if (const auto saved = save ? save() : Result<>(); !saved) return admin_error(500, saved.error().message);
  return admin_json(row);
}

http::Reply no_snapshot(const std::string& name) {
  return admin_error(404, "there is no snapshot \"" + printable(name) + "\"");
}

http::Reply restore_snapshot(AdminCall& call) {
  Counts restored;
  const bool is_there = call.space.with_snapshot(call.parts[0], [&](const Snapshot& snapshot) {
    call.space.store().restore(snapshot.image);
    restored = snapshot.image.counts();
  });
  return is_there ? admin_json(json_of(restored)) : no_snapshot(call.parts[0]);
}

http::Reply fork_snapshot(AdminCall& call) {
  const std::string* to = call.find("to");
  if (to == nullptr) return admin_error(400, "say which namespace: ?to=NAME");
  http::Reply reply;
  const bool is_there = call.space.with_snapshot(call.parts[0], [&](const Snapshot& snapshot) {
    const auto space = call.service.namespaces().begin(*to, snapshot.image);
    reply = space ? admin_json({{"name", (*space)->name()},
                                {"customers", snapshot.customers},
                                {"requests", (*space)->requests()}})
                  : admin_error(space.error().kind == ErrorKind::limit ? 503 : 409, space.error().message);
  });
  return is_there ? reply : no_snapshot(call.parts[0]);
}

http::Reply delete_snapshot(AdminCall& call) {
  if (!call.space.drop_snapshot(call.parts[0])) return no_snapshot(call.parts[0]);
  return admin_json({{"snapshots", 1}});
}

/// One row: a part that can be reset, and what was cleared.
struct ResetRow {
  std::string_view what;
  AdminJson (*run)(AdminCall& call);
};

AdminJson reset_state(AdminCall& call) {
  return json_of(call.service.namespaces().restart_state(call.space));
}
AdminJson reset_journal(AdminCall& call) {
  return {{"entries", call.space.journal() == nullptr ? 0 : call.space.journal()->clear()}};
}
AdminJson reset_faults(AdminCall& call) {
  return {{"faults", call.service.namespaces().restart_faults(call.space)}};
}
AdminJson reset_clock(AdminCall& call) {
  call.space.clock().reset();
  return AdminJson::object();
}
AdminJson reset_mode(AdminCall& call) {
  Mock& mock = call.space.mock();
  mock.set_mode(mock.options().mode);
  return {{"mode", mock.options().mode == Mode::strict ? "strict" : "lenient"}};
}
AdminJson reset_ids(AdminCall& call) {
  Store& store = call.space.store();
  store.reset_ids();
  return {{"nextId", store.next_id()},
          {"nextCount", store.next_count()},
          {"fromTheFirst", store.next_id() == store.first_id()}};
}
AdminJson reset_coverage(AdminCall& call) { return {{"statements", call.space.coverage().clear()}}; }

constexpr ResetRow k_parts[] = {
    {"state", reset_state}, {"journal", reset_journal}, {"faults", reset_faults},    {"mode", reset_mode},
    {"clock", reset_clock}, {"ids", reset_ids},         {"coverage", reset_coverage}};

/// The words of `what`, all when it is absent; an unknown one is an error.
Result<std::vector<std::string>> parts_to_reset(const std::string* what) {
  std::vector<std::string_view> known;
  for (const ResetRow& row : k_parts) known.push_back(row.what);
  if (what == nullptr || *what == "all") return std::vector<std::string>(known.begin(), known.end());
  std::vector<std::string> words;
  for (std::string_view rest = *what; !rest.empty();) {
    const std::string_view word = take_part(rest, ',');
    if (std::ranges::find(known, word) == known.end())
      return usage_error(in_quotes(printable(word)) + " cannot be reset" + did_you_mean(word, known));
    words.emplace_back(word);
  }
  return words;
}

http::Reply post_reset(AdminCall& call) {
  const auto wanted = parts_to_reset(call.find("what"));
  if (!wanted) return admin_error(400, wanted.error().message);
  AdminJson cleared = AdminJson::object();
  for (const ResetRow& row : k_parts)
    if (std::ranges::find(*wanted, row.what) != wanted->end()) cleared[std::string(row.what)] = row.run(call);
  return admin_json({{"cleared", std::move(cleared)}});
}

constexpr AdminRoute k_snapshots_routes[] = {
    {"GET", "snapshots", "", "all snapshots", get_snapshots, false, Cost::late},  // one may be being taken
    {"PUT", "snapshots/{name}", "", "takes one, or replaces the one of that name", put_snapshot, false,
     Cost::late},  // it saves, too
    {"POST", "snapshots/{name}/restore", "", "makes the state that of the snapshot", restore_snapshot, false,
     Cost::late},
    {"POST", "snapshots/{name}/fork", "to", "begins a namespace with the snapshot's state", fork_snapshot,
     false, Cost::late},
    {"DELETE", "snapshots/{name}", "", "forgets one", delete_snapshot, false, Cost::late},
    {"POST", "reset", "what",
     "makes all or some of state, journal, faults, mode, clock, ids, coverage what they were at the start",
     post_reset, false, Cost::of_state},
};

}  // namespace

std::span<const AdminRoute> snapshot_routes() { return k_snapshots_routes; }

}  // namespace sellsign::mock
