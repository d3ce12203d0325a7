// Rows of the control API about the state: export and import, customers, seed data.

#include <algorithm>

#include "api/arguments.h"
#include "base/text.h"
#include "mock_server/admin/reply.h"
#include "mock_server/admin/routes.h"
#include "mock_server/data/state_file.h"
#include "mock_server/mock/seed_data.h"
#include "mock_server/store/customer_list.h"

namespace sellsign::mock {
namespace {

http::Reply get_state(AdminCall& call) { return http::json_reply(export_state(call.space.store().freeze())); }

http::Reply put_state(AdminCall& call) {
  Counts counts;
  const Problems problems = import_state(call.space.store(), "state", call.body, counts);
  return problems.empty() ? admin_json(json_of(counts)) : admin_problems(problems);
}

http::Reply delete_state(AdminCall& call) { return admin_json(json_of(call.space.store().clear())); }

http::Reply unknown_customer(std::string_view number) {
  return admin_error(404, "there is no customer with the number \"" + printable(number) + "\"");
}

/// A whole number of the query, or its default; nothing when it is none.
std::optional<std::size_t> number_in(const AdminCall& call, std::string_view name, std::size_t otherwise,
                                     std::size_t most) {
  const std::string* text = call.find(name);
  return text == nullptr ? otherwise : parse_size(*text, most);
}

http::Reply get_customers(AdminCall& call) {
  const auto offset = number_in(call, "offset", 0, SIZE_MAX / 2);
  const auto limit = number_in(call, "limit", 50, k_most_customers);
  if (!offset) return admin_error(400, "offset must be a whole number");
  if (!limit) return admin_error(400, "limit must be a whole number up to 500");
  const std::string* search = call.find("search");
  return http::json_reply(
      list_customers(call.space.store(), {search == nullptr ? "" : *search, *offset, *limit}));
}

http::Reply get_customer(AdminCall& call) {
  auto text = show_customer(call.space.store(), call.parts[0]);
  return text ? http::json_reply(*std::move(text)) : unknown_customer(call.parts[0]);
}

/// A parameter that stands in the path instead of the body.
api::Argument in_path(std::string_view name, std::string_view text,
                      api::WireType type = api::WireType::text) {
  return {name, text, type, api::Origin::json, {}};
}

/// Performs a call of the vendor with the body's parameters and those that the path gives.
http::Reply perform(AdminCall& call, api::Call what, std::initializer_list<api::Argument> given) {
  api::Arguments arguments;
  const auto unreadable = arguments.read("", call.body);
  if (unreadable && arguments.body_form() == api::BodyForm::json) return admin_problems({{"", *unreadable}});
  if (unreadable || arguments.body_form() != api::BodyForm::json)
    return admin_problems({{"", "must be an object of the call's parameters"}});
  for (const api::Argument& one : given) {
    const auto& all = arguments.all();
    const auto found = std::ranges::find(all, one.name, &api::Argument::name);
    if (found == all.end())
      arguments.add(one);
    else if (found->text != one.text || found->type != one.type)
      return admin_problems(
          {{"/" + std::string(one.name), "differs from the one in the path; leave it out"}});
  }
  http::Reply reply = call.space.mock().perform_directly(what, arguments);
  if (reply.kind != http::ReplyKind::ok) return admin_problems({{"", reply.body}});
  return http::json_reply(std::move(reply.body));
}

http::Reply put_customer(AdminCall& call) {
  const http::Reply done =
      perform(call, api::Call::select_or_create_customer, {in_path("number", call.parts[0])});
  return done.kind == http::ReplyKind::ok ? get_customer(call) : done;
}

http::Reply delete_customer(AdminCall& call) {
  const Counts gone = call.space.store().erase(call.parts[0]);
  return gone == Counts{} ? unknown_customer(call.parts[0]) : admin_json(json_of(gone));
}

std::optional<std::int64_t> id_of(const std::string& text) {
  if (text == "-1") return -1;
  const auto id = parse_size(text, INT64_MAX);
  return id ? std::optional(static_cast<std::int64_t>(*id)) : std::nullopt;
}

http::Reply bad_id() { return admin_error(400, "an id is a whole number; -1 creates"); }

template <api::Call what>
http::Reply put_part(AdminCall& call) {
  const auto id = id_of(call.parts[1]);
  if (!id) return bad_id();
  return perform(call, what,
                 {in_path("customer_number", call.parts[0]),
                  in_path("id", std::to_string(*id), api::WireType::integer)});
}

/// Takes one out of a list of a customer.
template <auto list>
http::Reply delete_part(AdminCall& call, const char* name) {
  const auto id = id_of(call.parts[1]);
  if (!id) return bad_id();
  const bool gone = call.space.store().change(call.parts[0], [&](CustomerRecord* record) {
    return record != nullptr &&
           std::erase_if(record->*list, [&](const auto& one) { return one.id == *id; }) > 0;
  });
  if (!gone) return admin_error(404, "that customer has none of that id");
  return admin_json({{name, 1}});
}

http::Reply delete_contractor(AdminCall& call) {
  return delete_part<&CustomerRecord::contractors>(call, "contractors");
}
http::Reply delete_property(AdminCall& call) {
  return delete_part<&CustomerRecord::properties>(call, "properties");
}

http::Reply post_seed(AdminCall& call) {
  const Problems problems = seed(call.space.mock(), "seed", call.body);
  return problems.empty() ? admin_json(json_of(call.space.store().counts())) : admin_problems(problems);
}

constexpr AdminRoute k_state_routes[] = {
    {"GET", "state", "", "all customers with what belongs to them, as PUT takes it", get_state, false,
     Cost::of_state},
    {"PUT", "state", "", "replaces all", put_state, true, Cost::late},
    {"DELETE", "state", "", "deletes all", delete_state, false, Cost::of_state},
    {"GET", "customers", "search offset limit", "a page of customers", get_customers, false, Cost::of_state},
    {"GET", "customers/{number}", "", "one customer with signatories and free fields", get_customer},
    {"PUT", "customers/{number}", "", "creates or changes one, checked strictly", put_customer, true},
    {"DELETE", "customers/{number}", "", "deletes one with what belongs to it", delete_customer},
    {"PUT", "customers/{number}/contractors/{id}", "", "creates (-1) or changes a signatory",
     put_part<api::Call::get_or_create_contractor>, true},
    {"DELETE", "customers/{number}/contractors/{id}", "", "deletes a signatory", delete_contractor},
    {"PUT", "customers/{number}/properties/{id}", "", "creates (-1) or changes a free field",
     put_part<api::Call::get_or_create_customer_property>, true},
    {"DELETE", "customers/{number}/properties/{id}", "", "deletes a free field", delete_property},
    {"POST", "seed", "", "adds seed data; the same twice changes nothing", post_seed, true, Cost::late},
};

}  // namespace

std::span<const AdminRoute> state_routes() { return k_state_routes; }

}  // namespace sellsign::mock
