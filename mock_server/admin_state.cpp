// Rows of the control API about the state: export and import, customers, seed data, snapshots, reset.

#include <algorithm>
#include <array>

#include "api/departures.h"
#include "api/nearest.h"
#include "mock_server/admin_reply.h"
#include "mock_server/admin_routes.h"
#include "mock_server/customer_list.h"
#include "mock_server/seed_data.h"
#include "mock_server/state_file.h"
#include "mock_server/time_text.h"

namespace sellsign::mock {
namespace {

constexpr std::size_t k_soon = 2'000;                       // entities that are shown in some milliseconds
constexpr std::size_t k_soon_read = std::size_t{1} << 20U;  // bytes that are read so

Reply get_state(AdminCall& call) {
  const Counts counts = call.space.store().counts();
  auto make = [image = call.space.store().freeze()] { return admin_raw(export_state(image)); };
  if (counts.customers + counts.contractors + counts.properties <= k_soon) return make();
  return admin_later(std::move(make));
}

Reply import(Space& space, std::string_view text) {
  Counts counts;
  const api::Problems problems = import_state(space.store(), "state", text, counts);
  return problems.empty() ? admin_json(json_of(counts)) : admin_problems(problems);
}

Reply put_state(AdminCall& call) {
  const std::string_view body = call.request.body;
  if (body.size() <= k_soon_read) return import(call.space, body);
  return admin_later([space = call.keeps, text = std::string(body)] { return import(*space, text); });
}

Reply delete_state(AdminCall& call) { return admin_json(json_of(call.space.store().clear())); }

Reply unknown_customer(std::string_view number) {
  return admin_error(404, "there is no customer with the number \"" + api::printable(number) + "\"");
}

/// A whole number of the query, or its default; nothing when it is none.
std::optional<std::size_t> number_in(const AdminCall& call, std::string_view name, std::size_t otherwise,
                                     std::size_t most) {
  const std::string* text = call.find(name);
  return text == nullptr ? otherwise : parse_size(*text, most);
}

Reply get_customers(AdminCall& call) {
  const auto offset = number_in(call, "offset", 0, SIZE_MAX / 2);
  const auto limit = number_in(call, "limit", 50, k_most_customers);
  if (!offset) return admin_error(400, "offset must be a whole number");
  if (!limit) return admin_error(400, "limit must be a whole number up to 500");
  const std::string* search = call.find("search");
  return admin_raw(list_customers(call.space.store(), {search == nullptr ? "" : *search, *offset, *limit}));
}

Reply get_customer(AdminCall& call) {
  auto text = show_customer(call.space.store(), call.parts[0]);
  return text ? admin_raw(*std::move(text)) : unknown_customer(call.parts[0]);
}

/// Performs a call of the vendor with the body's parameters and those that the path gives.
Reply perform(AdminCall& call, api::Call what,
              std::initializer_list<std::pair<const char*, AdminJson>> given) {
  AdminJson body = AdminJson::parse(call.request.body, nullptr, false);
  if (!body.is_object()) return admin_problems({{"", "must be an object of the call's parameters"}});
  for (const auto& [name, value] : given) {
    if (body.contains(name) && body[name] != value)
      return admin_problems({{"/" + std::string(name), "differs from the one in the path; leave it out"}});
    body[name] = value;
  }
  const Reply reply = call.space.mock().perform_directly(what, body.dump());
  if (reply.status != 200) return admin_problems({{"", reply.body}});
  return admin_raw(reply.body);
}

Reply put_customer(AdminCall& call) {
  const Reply done = perform(call, api::Call::select_or_create_customer, {{"number", call.parts[0]}});
  return done.status == 200 ? get_customer(call) : done;
}

Reply delete_customer(AdminCall& call) {
  const Counts gone = call.space.store().erase(call.parts[0]);
  return gone == Counts{} ? unknown_customer(call.parts[0]) : admin_json(json_of(gone));
}

std::optional<std::int64_t> id_of(const std::string& text) {
  if (text == "-1") return -1;
  const auto id = parse_size(text, INT64_MAX);
  return id ? std::optional(static_cast<std::int64_t>(*id)) : std::nullopt;
}

Reply bad_id() { return admin_error(400, "an id is a whole number; -1 creates"); }

template <api::Call what>
Reply put_part(AdminCall& call) {
  const auto id = id_of(call.parts[1]);
  if (!id) return bad_id();
  return perform(call, what, {{"customer_number", call.parts[0]}, {"id", *id}});
}

/// Takes one out of a list of a customer.
template <auto list>
Reply delete_part(AdminCall& call, const char* name) {
  const auto id = id_of(call.parts[1]);
  if (!id) return bad_id();
  const bool gone = call.space.store().change(call.parts[0], [&](CustomerRecord* record) {
    return record != nullptr &&
           std::erase_if(record->*list, [&](const auto& one) { return one.id == *id; }) > 0;
  });
  if (!gone) return admin_error(404, "that customer has none of that id");
  return admin_json({{name, 1}});
}

Reply delete_contractor(AdminCall& call) {
  return delete_part<&CustomerRecord::contractors>(call, "contractors");
}
Reply delete_property(AdminCall& call) {
  return delete_part<&CustomerRecord::properties>(call, "properties");
}

Reply post_seed(AdminCall& call) {
  const api::Problems problems = seed(call.space.mock(), "seed", call.request.body);
  return problems.empty() ? admin_json(json_of(call.space.store().counts())) : admin_problems(problems);
}

AdminJson row_of(const std::string& name, const Snapshot& snapshot) {
  return {{"name", name}, {"customers", snapshot.customers}, {"at", show_instant(snapshot.at)}};
}

Reply get_snapshots(AdminCall& call) {
  AdminJson list = AdminJson::array();
  for (const auto& [name, snapshot] : call.space.snapshots()) list.push_back(row_of(name, snapshot));
  return admin_json({{"snapshots", std::move(list)}});
}

Reply put_snapshot(AdminCall& call) {
  const auto taken = call.space.take_snapshot(call.parts[0]);
  if (!taken) return admin_error(409, taken.error().message);
  AdminJson row = row_of(call.parts[0], *taken);
  const auto& save = call.admin.options().save;
  if (!save) return admin_json(row);
  return admin_later([save, row = std::move(row)] {
    const auto saved = save();
    return saved ? admin_json(row) : admin_error(500, saved.error().message);
  });
}

Reply no_snapshot(const std::string& name) {
  return admin_error(404, "there is no snapshot \"" + api::printable(name) + "\"");
}

Reply restore_snapshot(AdminCall& call) {
  const auto snapshot = call.space.find_snapshot(call.parts[0]);
  if (!snapshot) return no_snapshot(call.parts[0]);
  call.space.store().restore(snapshot->image);
  return admin_json(json_of(call.space.store().counts()));
}

Reply fork_snapshot(AdminCall& call) {
  const auto snapshot = call.space.find_snapshot(call.parts[0]);
  if (!snapshot) return no_snapshot(call.parts[0]);
  const std::string* to = call.find("to");
  if (to == nullptr) return admin_error(400, "say which namespace: ?to=NAME");
  const auto space = call.service.spaces().begin(*to, snapshot->image);
  if (!space)
    return admin_error(space.error().kind == api::ErrorKind::unreachable ? 503 : 409, space.error().message);
  return admin_json({{"name", (*space)->name()},
                     {"customers", (*space)->store().size()},
                     {"requests", (*space)->requests()}});
}

Reply delete_snapshot(AdminCall& call) {
  if (!call.space.drop_snapshot(call.parts[0])) return no_snapshot(call.parts[0]);
  return admin_json({{"snapshots", 1}});
}

/// One row: a part that can be reset, and what was cleared.
struct ResetRow {
  std::string_view what;
  AdminJson (*run)(Space& space);
};

AdminJson reset_state(Space& space) { return json_of(space.store().clear()); }
AdminJson reset_journal(Space& space) {
  return {{"entries", space.journal() == nullptr ? 0 : space.journal()->clear()}};
}
AdminJson reset_faults(Space& space) { return {{"faults", space.faults().remove_all()}}; }
AdminJson reset_clock(Space& space) {
  space.clock().reset();
  return AdminJson::object();
}
AdminJson reset_ids(Space& space) {
  Store& store = space.store();
  store.reset_ids();
  return {{"nextId", store.next_id()},
          {"nextCount", store.next_count()},
          {"fromTheFirst", store.next_id() == store.first_id()}};
}
AdminJson reset_coverage(Space& space) { return {{"statements", space.coverage().clear()}}; }

constexpr ResetRow k_parts[] = {{"state", reset_state},   {"journal", reset_journal},
                                {"faults", reset_faults}, {"clock", reset_clock},
                                {"ids", reset_ids},       {"coverage", reset_coverage}};

/// The words of `what`, all when it is absent; an unknown one is an error.
api::Result<std::vector<std::string>> parts_to_reset(const std::string* what) {
  std::vector<std::string_view> known;
  for (const ResetRow& row : k_parts) known.push_back(row.what);
  if (what == nullptr || *what == "all") return std::vector<std::string>(known.begin(), known.end());
  std::vector<std::string> words;
  for (std::string_view rest = *what; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    if (std::ranges::find(known, word) == known.end())
      return api::Error{
          api::ErrorKind::usage,
          "\"" + api::printable(word) + "\" cannot be reset" + api::did_you_mean(std::string(word), known), 0,
          ""};
    words.emplace_back(word);
  }
  return words;
}

Reply post_reset(AdminCall& call) {
  const auto wanted = parts_to_reset(call.find("what"));
  if (!wanted) return admin_error(400, wanted.error().message);
  AdminJson cleared = AdminJson::object();
  for (const ResetRow& row : k_parts)
    if (std::ranges::find(*wanted, row.what) != wanted->end())
      cleared[std::string(row.what)] = row.run(call.space);
  return admin_json({{"cleared", std::move(cleared)}});
}

constexpr AdminRoute k_routes[] = {
    {"GET", "state", "", "all customers with what belongs to them, as PUT takes it", get_state},
    {"PUT", "state", "", "replaces all", put_state, true},
    {"DELETE", "state", "", "deletes all", delete_state},
    {"GET", "customers", "search offset limit", "a page of customers", get_customers},
    {"GET", "customers/{number}", "", "one customer with signatories and free fields", get_customer},
    {"PUT", "customers/{number}", "", "creates or changes one, checked strictly", put_customer, true},
    {"DELETE", "customers/{number}", "", "deletes one with what belongs to it", delete_customer},
    {"PUT", "customers/{number}/contractors/{id}", "", "creates (-1) or changes a signatory",
     put_part<api::Call::get_or_create_contractor>, true},
    {"DELETE", "customers/{number}/contractors/{id}", "", "deletes a signatory", delete_contractor},
    {"PUT", "customers/{number}/properties/{id}", "", "creates (-1) or changes a free field",
     put_part<api::Call::get_or_create_customer_property>, true},
    {"DELETE", "customers/{number}/properties/{id}", "", "deletes a free field", delete_property},
    {"POST", "seed", "", "adds seed data; the same twice changes nothing", post_seed, true},
    {"GET", "snapshots", "", "all snapshots", get_snapshots},
    {"PUT", "snapshots/{name}", "", "takes one, or replaces the one of that name", put_snapshot},
    {"POST", "snapshots/{name}/restore", "", "makes the state that of the snapshot", restore_snapshot},
    {"POST", "snapshots/{name}/fork", "to", "begins a namespace with the snapshot's state", fork_snapshot},
    {"DELETE", "snapshots/{name}", "", "forgets one", delete_snapshot},
    {"POST", "reset", "what", "clears all or some of state, journal, faults, clock, ids, coverage",
     post_reset},
};

}  // namespace

std::span<const AdminRoute> state_routes() { return k_routes; }

}  // namespace sellsign::mock
