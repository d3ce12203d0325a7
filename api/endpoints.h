#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "api/fields.h"

namespace sellsign::api {

/// What a call does to the world; decides what may run against which host.
enum class Effect : std::uint8_t { read, write, notify, bill };

/// How a call's URL is made.
enum class UrlForm : std::uint8_t {
  model,    ///< /calinda/hub/selling/model/[class]/[action type]?action=[method]
  command,  ///< /calinda/hub/selling/do?m=[method]
  hub       ///< /calinda/hub/[method].action
};

/// What a call answers when it succeeds.
enum class ReturnForm : std::uint8_t {
  object,    ///< one object
  nullable,  ///< one object, or null when there is none
  elements,  ///< {"elements":[...]}
  array,     ///< [...]
  other      ///< not described by the tables (calls that are not built)
};

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

/// One row: all that is known of one call. Everything is static.
struct Endpoint {
  Call call;
  std::string_view id;  ///< `customer.selectOrCreateCustomer`, as scenario files and the command line name it
  UrlForm form;
  std::string_view model_class;           ///< `customer`; empty for commands and hub actions
  std::string_view method;                ///< `selectOrCreateCustomer`
  std::string_view action_type;           ///< the documented one; empty for commands and hub actions
  std::string_view tolerated;             ///< other action types that real clients use, separated by spaces
  bool documented_post;                   ///< a page shows this call as POST
  std::span<const FieldInfo> parameters;  ///< rows with `Need::answer` are not parameters
  ReturnForm returns;
  std::span<const FieldInfo> answer;  ///< rows without a `key` are not answered
  Effect effect;
  const Source* source;
  Confidence confidence;
  std::string_view about;
};

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
