#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "api/arguments.h"
#include "api/shape.h"

namespace sellsign::api {

/// What a call does to the world; decides what may run against which host.
enum class Effect : std::uint8_t { read, write, notify, bill };

/// How a call's URL is made. `k_selectors` says which parameter selects the method.
enum class UrlForm : std::uint8_t {
  model,    ///< /calinda/hub/selling/model/[class]/[action type]?action=[method]
  command,  ///< /calinda/hub/selling/do?m=[method]
  hub       ///< /calinda/hub/[method].action
};

/// The query parameters that select a method, in the order of UrlForm; that of `hub` stands in the path.
inline constexpr std::array<std::string_view, 2> k_selectors = {"action", "m"};

/// The query parameter that selects the method in that form; empty: none.
constexpr std::string_view selector_name(UrlForm form) {
  return form == UrlForm::hub ? "" : k_selectors[static_cast<std::size_t>(form)];
}

/// The parameter, header or cookie that carries the token.
inline constexpr std::string_view k_token_name = "j_token";

/// A set of verbs, one bit each. HEAD goes with GET.
using VerbSet = std::uint8_t;
inline constexpr VerbSet k_get = 1;
inline constexpr VerbSet k_post = 2;
inline constexpr VerbSet k_put = 4;

/// How the parameters of a call can travel beside the query.
enum class Body : std::uint8_t {
  none,  ///< no page shows one; what comes is read like `flat`
  flat   ///< one JSON object, or a form
};

/// Whether a call may be sent twice, when nobody knows whether the first one arrived.
enum class Repeat : std::uint8_t {
  never,
  with_key,  ///< when the request says the key of what it writes: otherwise the server makes one up
  always
};

/// What a call answers when it succeeds.
enum class ReturnForm : std::uint8_t {
  object,    ///< one object
  nullable,  ///< one object, or null when there is none
  elements,  ///< {"elements":[...]}
  array,     ///< [...]
  other      ///< not described by the tables (calls that are not built)
};

/// Whether a call answers any number of objects.
constexpr bool is_list(ReturnForm form) { return form == ReturnForm::elements || form == ReturnForm::array; }

enum class Confidence : std::uint8_t { high, medium, low };

std::string_view name_of(Effect effect);
std::string_view name_of(Confidence confidence);

/// The calls that the mock answers; the order is that of the rows.
enum class Call : std::uint8_t {
  select_or_create_customer,
  get_customer,
  get_or_create_contractor,
  get_contractors_for,
  get_customer_property_list_for,
  get_or_create_customer_property,
  not_built  ///< documented by the vendor, known by name, answered with 501
};

/// One row: all that is known of one call. Everything is static. What a row leaves out stands for a call of
/// the vendor's that is known by name only.
struct Endpoint {
  Call call = Call::not_built;
  std::string_view id{};  ///< `customer.selectOrCreateCustomer`, as scenario files and flags name it
  UrlForm form = UrlForm::model;
  std::string_view model_class{};          ///< `customer`; empty for commands and hub actions
  std::string_view method{};               ///< `selectOrCreateCustomer`
  std::string_view action_type{};          ///< the documented one; empty for commands and hub actions
  std::string_view tolerated{};            ///< other action types that real clients use, separated by spaces
  VerbSet verbs = k_get | k_post | k_put;  ///< those that a page shows
  VerbSet tolerated_verbs = k_get | k_post | k_put;  ///< those that are answered
  Body body = Body::flat;
  Shape parameters{};  ///< rows with `Need::answer` are not parameters
  ReturnForm returns = ReturnForm::other;
  Shape answer{};  ///< rows without a `key` are not answered
  Effect effect = Effect::bill;
  Repeat repeat = Repeat::never;
  const Source* source;               ///< has no default, so that a row without it does not compile
  const Source* mandatory = nullptr;  ///< what makes its parameters mandatory; null: `source`
  Confidence confidence = Confidence::low;
  std::string_view about{};
};

/// The verb as a set; empty: it is another one.
VerbSet verb_bit(std::string_view verb);

/// Whether a page shows the call with that verb.
bool documents_verb(const Endpoint& endpoint, std::string_view verb);

/// Whether the call is answered with that verb.
bool takes_verb(const Endpoint& endpoint, std::string_view verb);

/// Whether an argument belongs to the URL of that form or is the token: no parameter of a call.
bool is_reserved(const Argument& argument, UrlForm form);

/// Every call, built ones first, in the order of `Call`.
std::span<const Endpoint> endpoints();

/// The row of a built call.
const Endpoint& endpoint(Call call);

/// The row of that id, or null.
const Endpoint* find_endpoint(std::string_view id);

/// All ids, for "did you mean".
std::span<const std::string_view> endpoint_ids();

/// The path of a call, without query: `/calinda/hub/selling/model/customer/update`.
std::string path_of(const Endpoint& endpoint);

/// The query parameter that selects the method, ready for a URL: `action=getCustomer`, `m=getContracts`, or
/// nothing.
std::string selector_of(const Endpoint& endpoint);

/// The row of a parameter by its request name, alias or camelCase key, or null.
const FieldInfo* find_parameter(const Endpoint& endpoint, std::string_view name);

}  // namespace sellsign::api
