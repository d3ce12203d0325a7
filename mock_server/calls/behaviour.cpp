#include "mock_server/calls/behaviour.h"

#include <algorithm>
#include <array>

#include "api/entities.h"
#include "api/json_writer.h"
#include "base/base64.h"
#include "base/text.h"
#include "mock_server/calls/refusal.h"

namespace sellsign::mock {
namespace {

using api::Bound;
using api::Call;
using api::Contractor;
using api::ContractorPage;
using api::Customer;
using api::CustomerKey;
using api::Property;
using std::chrono::milliseconds;

constexpr std::string_view k_server = "SERVER";

HtmlEscape escape_of(const Settings& settings) {
  return settings.html_escape == "on" ? HtmlEscape::on : HtmlEscape::off;
}

template <class E>
http::Reply answer(const E& entity, const World& world) {
  std::string body;
  body.reserve(768);
  api::append_entity(body, entity, escape_of(world.settings));
  return http::json_reply(std::move(body));
}

template <class E>
http::Reply answer_list(std::span<const E> entities, const World& world) {
  const std::string_view shape = list_shape(*world.call, world.settings);
  std::string body = shape == "elements" ? "{\"elements\":[" : "[";
  for (const E& entity : entities) {
    if (&entity != entities.data()) body += ',';
    api::append_entity(body, entity, escape_of(world.settings));
  }
  body += shape == "elements" ? "]}" : "]";
  return http::json_reply(std::move(body));
}

http::Reply refuse(const World& world, std::string sentence) {
  return refusal(static_cast<int>(world.settings.refused_status), std::move(sentence));
}

http::Reply refuse_unknown_customer(const World& world, std::string_view number) {
  world.trace.outcome = Outcome::unknown_customer;
  return refuse(world, "There is no customer with the number " + in_quotes(printable(number)) + ".");
}

http::Reply refuse_more(const World& world, std::string_view number, std::string_view what) {
  world.trace.outcome = Outcome::none;
  return refuse(world, "Customer " + in_quotes(printable(number)) + " has " +
                           std::to_string(k_most_of_customer) + " " + std::string(what) +
                           ", as many as this mock keeps for one.");
}

template <class E>
http::Reply refuse_unknown_id(const World& world, const E& asked) {
  world.trace.outcome = Outcome::unknown_id;
  return refuse(world, "Customer " + in_quotes(printable(asked.customer_number)) + " has no " +
                           std::string(api::answered_as<E>.word) + " with the id " +
                           std::to_string(asked.id) + "; use -1 to create one.");
}

/// The one of that id, in a list in the order of ids; null: there is none.
template <class E>
E* find_by_id(std::vector<E>& list, std::int64_t id) {
  const auto found = std::ranges::lower_bound(list, id, {}, &E::id);
  return found == list.end() || found->id != id ? nullptr : &*found;
}

/// Now, but later than `before`, so that two writes within a millisecond can be told apart
/// (asm.customer.sync-moves).
Timestamp later_than(Timestamp before, const Clock& clock) {
  return std::max(clock.now(), before + milliseconds{1});
}

/// `<n>.<epoch ms>.<5 digits>` in base64, as the service's own numbers look (asm.customer.empty-number).
std::string generate_number(const World& world) {
  const auto count = static_cast<std::uint64_t>(world.store.take_count());
  const std::uint64_t digits = 10'000 + count * 7'919 % 90'000;
  return encode_base64(std::to_string(count) + "." +
                       std::to_string(world.clock.now().time_since_epoch().count()) + "." +
                       std::to_string(digits));
}

http::Reply select_or_create_customer(Bound<Customer>& asked, const World& world) {
  std::string number = asked.value.number;
  if (number.empty()) {
    if (world.settings.empty_number == "refuse")
      return refuse(world, "Parameter \"number\" must not be empty.");
    number = generate_number(world);
  }
  return world.store.upsert(number, [&](CustomerRecord& record, bool is_new) {
    Customer& customer = record.customer;
    world.trace.outcome = is_new ? Outcome::created : Outcome::updated;
    const Timestamp created = is_new ? world.clock.now() : customer.creation_date;
    const Timestamp written = is_new ? created : later_than(customer.sync_timer, world.clock);
    if (world.settings.absent_on_update == "clear") customer = Customer{};
    api::move_present(asked, customer);
    if (is_new || customer.number != number) customer.number = number;
    customer.actor_id = world.settings.actor_id;
    customer.creation_date = created;
    customer.sync_timer = written;
    if (customer.last_modification_place != k_server) customer.last_modification_place = k_server;
    return answer(customer, world);
  });
}

http::Reply get_customer(Bound<CustomerKey>& asked, const World& world) {
  return world.store.read(asked.value.number, [&](const CustomerRecord* record) {
    world.trace.outcome = record == nullptr ? Outcome::unknown_customer : Outcome::found;
    if (record != nullptr) return answer(record->customer, world);
    if (world.settings.unknown_customer == "null") return http::json_reply("null");
    http::Reply reply = refuse_unknown_customer(world, asked.value.number);
    reply.status = world.settings.unknown_customer == "404" ? 404 : 500;
    return reply;
  });
}

/// doc.contractor.dedupe, compared as asm.contractor.dedupe-exact says.
bool is_same_person(const Contractor& a, const Contractor& b) {
  return trimmed(a.firstname, " ") == trimmed(b.firstname, " ") &&
         trimmed(a.lastname, " ") == trimmed(b.lastname, " ") &&
         trimmed(a.email, " ") == trimmed(b.email, " ");
}

void stamp(Contractor& contractor, const Clock& clock) {
  contractor.sync_timer = later_than(contractor.sync_timer, clock);
  contractor.last_modification_date = contractor.sync_timer;
  contractor.last_modification_place = k_server;
}

/// At most one signatory of a customer is the default (asm.contractor.one-default).
void keep_one_default(CustomerRecord& record, const Contractor& chosen) {
  if (!chosen.is_default) return;
  for (Contractor& other : record.contractors)
    if (other.id != chosen.id) other.is_default = false;
}

void write_contractor(CustomerRecord& record, Bound<Contractor>& asked, Contractor& target,
                      const World& world) {
  const std::int64_t id = target.id;
  api::move_present(asked, target);
  target.id = id;
  stamp(target, world.clock);
  keep_one_default(record, target);
}

http::Reply update_contractor(CustomerRecord& record, Bound<Contractor>& asked, const World& world) {
  Contractor* const found = find_by_id(record.contractors, asked.value.id);
  if (found == nullptr) return refuse_unknown_id(world, asked.value);
  if (world.settings.absent_on_update == "clear") {
    Contractor blank;
    blank.id = found->id;
    blank.sync_timer = found->sync_timer;
    *found = std::move(blank);
  }
  world.trace.outcome = Outcome::updated;
  write_contractor(record, asked, *found, world);
  return answer(*found, world);
}

http::Reply get_or_create_contractor(Bound<Contractor>& asked, const World& world) {
  return world.store.change(asked.value.customer_number, [&](CustomerRecord* record) {
    if (record == nullptr) return refuse_unknown_customer(world, asked.value.customer_number);
    if (asked.value.id != -1) return update_contractor(*record, asked, world);
    const auto found = std::ranges::find_if(
        record->contractors, [&](const Contractor& known) { return is_same_person(known, asked.value); });
    world.trace.outcome = found != record->contractors.end() ? Outcome::found : Outcome::created;
    if (found != record->contractors.end()) return answer(*found, world);
    if (record->contractors.size() >= k_most_of_customer)
      return refuse_more(world, asked.value.customer_number, "signatories");
    Contractor& created = record->contractors.emplace_back();
    created.id = world.store.take_id();
    write_contractor(*record, asked, created, world);
    return answer(created, world);
  });
}

void note_list(const World& world, const CustomerRecord* record, std::size_t entries) {
  world.trace.outcome = record == nullptr ? Outcome::unknown_customer
                        : entries == 0    ? Outcome::empty
                                          : Outcome::found;
}

/// The part of a list that a page asks for.
template <class E>
std::span<const E> page_of(const std::vector<E>& all, std::int64_t offset, std::int64_t size) {
  const auto total = static_cast<std::int64_t>(all.size());
  const std::int64_t from = std::min(offset, total);
  return std::span(all).subspan(static_cast<std::size_t>(from),
                                static_cast<std::size_t>(std::min(size, total - from)));
}

http::Reply get_contractors_for(Bound<ContractorPage>& asked, const World& world) {
  constexpr std::size_t k_size = api::row_with<ContractorPage>(api::Role::size);
  const std::int64_t size = asked.present[k_size] ? asked.value.size : world.settings.page_size;
  if (asked.value.offset < 0) return refuse(world, "Parameter \"offset\" must not be negative.");
  if (size < 0) return refuse(world, "Parameter \"size\" must not be negative.");
  return world.store.read(asked.value.number, [&](const CustomerRecord* record) {
    std::span<const Contractor> page;
    if (record != nullptr) page = page_of(record->contractors, asked.value.offset, size);
    note_list(world, record, page.size());
    return answer_list(page, world);
  });
}

http::Reply get_customer_property_list_for(Bound<CustomerKey>& asked, const World& world) {
  return world.store.read(asked.value.number, [&](const CustomerRecord* record) {
    std::span<const Property> all;
    if (record != nullptr) all = record->properties;
    note_list(world, record, all.size());
    return answer_list(all, world);
  });
}

bool is_declared(std::string_view key, const Settings& settings) {
  const auto& keys = settings.declared_keys;
  return keys.empty() || std::ranges::find(keys, key) != keys.end();
}

/// The free field that the request is about, or null.
Property* find_known(CustomerRecord& record, const Property& asked) {
  if (asked.id != -1) return find_by_id(record.properties, asked.id);
  const auto found = std::ranges::find(record.properties, asked.key, &Property::key);
  return found == record.properties.end() ? nullptr : &*found;
}

/// The same, a new one if there is none yet.
Property* find_or_create(CustomerRecord& record, const Property& asked, const World& world) {
  world.trace.outcome = Outcome::updated;
  if (Property* const known = find_known(record, asked); known != nullptr || asked.id != -1) return known;
  Property& created = record.properties.emplace_back();
  world.trace.outcome = Outcome::created;
  created.id = world.store.take_id();
  return &created;
}

http::Reply get_or_create_customer_property(Bound<Property>& asked, const World& world) {
  if (!is_declared(asked.value.key, world.settings))
    return refuse(world, "The key " + in_quotes(printable(asked.value.key)) + " has not been declared.");
  return world.store.change(asked.value.customer_number, [&](CustomerRecord* record) {
    if (record == nullptr) return refuse_unknown_customer(world, asked.value.customer_number);
    const bool full = record->properties.size() >= k_most_of_customer;
    if (full && asked.value.id == -1 && find_known(*record, asked.value) == nullptr)
      return refuse_more(world, asked.value.customer_number, "free fields");
    Property* target = find_or_create(*record, asked.value, world);
    if (target == nullptr) return refuse_unknown_id(world, asked.value);
    const std::int64_t id = target->id;
    api::move_present(asked, *target);
    target->id = id;
    target->sync_timer = later_than(target->sync_timer, world.clock);
    target->last_modification_place = k_server;
    return answer(*target, world);
  });
}

struct Exchange {
  const api::Arguments& arguments;
  bool is_get;
  Mode mode;
  World world;
  api::Findings& findings;
};

/// The refusal that the findings ask for, if any: the first flaw, or in strict mode the first departure.
std::optional<http::Reply> verdict(const Exchange& exchange) {
  const api::Findings& found = exchange.findings;
  if (!found.flaws.empty()) return refuse(exchange.world, found.flaws.front().sentence(*exchange.world.call));
  if (exchange.mode == Mode::strict && !found.departures.empty())
    return refuse(exchange.world, "Refused in strict mode: " + api::describe(found.departures.front()) + ".");
  return std::nullopt;
}

/// Bind, check, behave: the same for every call. A behaviour may move out of what it was asked.
template <class E, http::Reply (*behaviour)(Bound<E>& asked, const World&)>
http::Reply run(const Exchange& exchange) {
  Bound<E> bound = api::bind<E>(*exchange.world.call, exchange.arguments, exchange.is_get, exchange.findings);
  exchange.world.trace.present = bound.present;
  if (auto refused = verdict(exchange)) return *std::move(refused);
  return behaviour(bound, exchange.world);
}

struct BehaviourRow {
  Call call;
  http::Reply (*run)(const Exchange&);
  std::string_view Settings::*list_shape = nullptr;  ///< the setting that chooses it; null: none does
};

constexpr std::array k_behaviours = {
    BehaviourRow{Call::select_or_create_customer, run<Customer, select_or_create_customer>},
    BehaviourRow{Call::get_customer, run<CustomerKey, get_customer>},
    BehaviourRow{Call::get_or_create_contractor, run<Contractor, get_or_create_contractor>},
    BehaviourRow{Call::get_contractors_for, run<ContractorPage, get_contractors_for>,
                 &Settings::contractor_list_shape},
    BehaviourRow{Call::get_customer_property_list_for, run<CustomerKey, get_customer_property_list_for>,
                 &Settings::property_list_shape},
    BehaviourRow{Call::get_or_create_customer_property, run<Property, get_or_create_customer_property>},
};

constexpr bool every_call_has_its_behaviour() {
  for (std::size_t i = 0; i < k_behaviours.size(); ++i)
    if (static_cast<std::size_t>(k_behaviours[i].call) != i) return false;
  return k_behaviours.size() == static_cast<std::size_t>(Call::not_built);
}
static_assert(every_call_has_its_behaviour());

}  // namespace

http::Reply perform(const api::Endpoint& row, const api::Arguments& arguments, bool is_get, Mode mode,
                    World world, api::Findings& findings) {
  world.call = &row;
  return k_behaviours[static_cast<std::size_t>(row.call)].run({arguments, is_get, mode, world, findings});
}

std::string_view list_shape(const api::Endpoint& row, const Settings& settings) {
  const auto chosen = k_behaviours[static_cast<std::size_t>(row.call)].list_shape;
  if (chosen != nullptr) return settings.*chosen;
  return row.returns == api::ReturnForm::elements ? "elements" : "array";
}

}  // namespace sellsign::mock
