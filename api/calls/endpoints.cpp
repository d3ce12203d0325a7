#include "api/endpoints.h"

#include <algorithm>
#include <array>
#include <utility>

#include "api/calls/bundle.h"
#include "api/calls/contract.h"
#include "api/calls/contractor.h"
#include "api/calls/customer.h"
#include "api/calls/licence.h"
#include "api/calls/perimeter.h"
#include "api/calls/picture.h"
#include "api/calls/property.h"

namespace sellsign::api {
namespace {

template <std::size_t... N>
constexpr auto joined(const Endpoint (&... resources)[N]) {
  std::array<Endpoint, (N + ...)> rows{};
  std::size_t next = 0;
  const auto add = [&](const auto& resource) {
    for (const Endpoint& row : resource) rows[next++] = row;
  };
  (add(resources), ...);
  return rows;
}

constexpr bool stands_before(const Endpoint& a, const Endpoint& b) {
  return a.call != b.call ? a.call < b.call : a.form < b.form;
}

/// Every call: built ones in the order of `Call`, then the others by the form of their URL. Those that are
/// equal in this stay in the order of their resource.
constexpr auto k_endpoints = [] {
  auto rows = joined(k_customer_calls, k_contractor_calls, k_property_calls, k_contract_calls,
                     k_picture_calls, k_bundle_calls, k_perimeter_calls, k_licence_calls);
  for (std::size_t i = 1; i < rows.size(); ++i)
    for (std::size_t j = i; j > 0 && stands_before(rows[j], rows[j - 1]); --j)
      std::swap(rows[j], rows[j - 1]);
  return rows;
}();

constexpr auto k_ids = [] {
  std::array<std::string_view, k_endpoints.size()> ids{};
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = k_endpoints[i].id;
  return ids;
}();

constexpr bool rows_stand_in_the_order_of_call() {
  for (std::size_t i = 0; i < k_endpoints.size(); ++i) {
    const auto expected = std::min(i, static_cast<std::size_t>(Call::not_built));
    if (static_cast<std::size_t>(k_endpoints[i].call) != expected) return false;
  }
  return true;
}
static_assert(rows_stand_in_the_order_of_call());

constexpr bool ids_are_unique() {
  for (std::size_t i = 0; i < k_ids.size(); ++i)
    for (std::size_t j = i + 1; j < k_ids.size(); ++j)
      if (k_ids[i] == k_ids[j]) return false;
  return true;
}
static_assert(ids_are_unique());

/// Names, keys, positions and roles are unique, and the positions run from 1 without a gap.
constexpr bool is_sound(std::span<const FieldInfo> rows) {
  std::size_t parameters = 0;
  for (const FieldInfo& row : rows) {
    if (row.name.empty() && row.key.empty()) return false;
    if ((row.need == Need::answer) != row.name.empty()) return false;
    if ((row.position == 0) != row.name.empty()) return false;
    parameters += row.name.empty() ? 0 : 1;
    for (const FieldInfo& other : rows) {
      if (&row == &other) continue;
      if (!row.name.empty() && (row.name == other.name || row.name == other.alias)) return false;
      if (!row.key.empty() && row.key == other.key) return false;
      if (row.position != 0 && row.position == other.position) return false;
      if (row.role != Role::plain && row.role == other.role) return false;
    }
  }
  for (const FieldInfo& row : rows)
    if (row.position > parameters) return false;
  return true;
}
static_assert(std::ranges::all_of(k_endpoints, [](const Endpoint& row) {
  return is_sound(row.parameters.rows) && is_sound(row.answer.rows);
}));

/// A built call says all that a row has; a read changes nothing, whatever its verb and however often.
constexpr bool is_complete(const Endpoint& row) {
  const bool read = row.effect == Effect::read;
  if (row.id.empty() || row.method.empty()) return false;
  if (read && row.repeat != Repeat::always) return false;
  if (row.call == Call::not_built) return true;
  const auto is_key = [](const FieldInfo& field) { return field.role == Role::key; };
  if (row.repeat == Repeat::with_key && std::ranges::none_of(row.parameters.rows, is_key)) return false;
  const bool needs_name = row.returns != ReturnForm::other;
  return !row.about.empty() && needs_name && !row.answer.name.empty() && !row.parameters.rows.empty();
}
static_assert(std::ranges::all_of(k_endpoints, is_complete));

}  // namespace

std::span<const Endpoint> endpoints() { return k_endpoints; }

const Endpoint& endpoint(Call call) { return k_endpoints[static_cast<std::size_t>(call)]; }

const Endpoint* find_endpoint(std::string_view id) {
  const auto* const found = std::ranges::find(k_endpoints, id, &Endpoint::id);
  return found == k_endpoints.end() ? nullptr : found;
}

std::span<const std::string_view> endpoint_ids() { return k_ids; }

std::string path_of(const Endpoint& endpoint) {
  const std::string hub = "/calinda/hub/";
  switch (endpoint.form) {
    case UrlForm::command:
      return hub + "selling/do";
    case UrlForm::hub:
      return hub + std::string(endpoint.method) + ".action";
    case UrlForm::model:
      break;
  }
  return hub + "selling/model/" + std::string(endpoint.model_class) + "/" + std::string(endpoint.action_type);
}

std::string selector_of(const Endpoint& endpoint) {
  const std::string_view name = selector_name(endpoint.form);
  return name.empty() ? "" : std::string(name) + "=" + std::string(endpoint.method);
}

VerbSet verb_bit(std::string_view verb) {
  if (verb == "GET" || verb == "HEAD") return k_get;
  if (verb == "POST") return k_post;
  return verb == "PUT" ? k_put : 0;
}

bool documents_verb(const Endpoint& endpoint, std::string_view verb) {
  return (endpoint.verbs & verb_bit(verb)) != 0;
}

bool takes_verb(const Endpoint& endpoint, std::string_view verb) {
  return (endpoint.tolerated_verbs & verb_bit(verb)) != 0;
}

bool is_reserved(const Argument& argument, UrlForm form) {
  if (argument.origin == Origin::json) return false;
  if (argument.name == k_token_name) return true;
  return !argument.name.empty() && argument.name == selector_name(form);
}

const FieldInfo* find_parameter(const Endpoint& endpoint, std::string_view name) {
  for (const FieldInfo& row : endpoint.parameters) {
    if (!row.is_parameter()) continue;
    if (row.name == name || (!row.key.empty() && row.key == name) ||
        (!row.alias.empty() && row.alias == name))
      return &row;
  }
  return nullptr;
}

}  // namespace sellsign::api
