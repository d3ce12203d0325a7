#include "mock_server/calls/router.h"

#include "base/text.h"
#include "mock_server/calls/named_token.h"
#include "mock_server/calls/nearest_call.h"
#include "mock_server/calls/refusal.h"

namespace sellsign::mock {
namespace {

using api::Endpoint;
using api::UrlForm;

constexpr std::string_view k_hub = "/calinda/hub/";
constexpr std::string_view k_model = "selling/model/";

/// What a path and its method parameter ask for.
struct Wanted {
  UrlForm form = UrlForm::model;
  std::string_view model_class;
  std::string_view action_type;
  std::string_view method;
};

std::string_view method_parameter(const api::Arguments& arguments, std::string_view name) {
  const api::Argument* found = arguments.find_text(name);
  return found == nullptr ? std::string_view{} : found->text;
}

std::optional<Wanted> read_path(std::string_view path, const api::Arguments& arguments) {
  if (!path.starts_with(k_hub)) return std::nullopt;
  path.remove_prefix(k_hub.size());
  if (path == "selling/do")
    return Wanted{UrlForm::command, "", "", method_parameter(arguments, selector_name(UrlForm::command))};
  if (path.ends_with(".action") && path.find('/') == std::string_view::npos)
    return Wanted{UrlForm::hub, "", "", path.substr(0, path.size() - std::string_view(".action").size())};
  if (!path.starts_with(k_model)) return std::nullopt;
  path.remove_prefix(k_model.size());
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view action_type = path.substr(slash + 1);
  if (action_type.empty() || action_type.find('/') != std::string_view::npos) return std::nullopt;
  return Wanted{UrlForm::model, path.substr(0, slash), action_type,
                method_parameter(arguments, selector_name(UrlForm::model))};
}

const Endpoint* find_row(const Wanted& wanted) {
  for (const Endpoint& row : api::endpoints())
    if (row.form == wanted.form && row.method == wanted.method && row.model_class == wanted.model_class)
      return &row;
  return nullptr;
}

http::Reply unknown_call(const ReadRequest& asked_for, const std::optional<Wanted>& wanted,
                         const Endpoint& nearest, const Settings& settings) {
  constexpr std::size_t k_shown = 160;
  const http::Request& request = asked_for.request;
  if (!request.path.starts_with("/calinda"))
    return refusal(static_cast<int>(settings.unknown_call),
                   "Unknown path \"" + printable(without_named_tokens(request.path)) +
                       "\": this is a mock of SELL&SIGN, whose calls are under /calinda/hub/, for example "
                       "/calinda/hub/selling/model/customer/read?action=getCustomer&number=...&j_token=...");
  std::string selector;
  for (const std::string_view name : api::k_selectors)
    if (const std::string_view method = method_parameter(asked_for.arguments, name);
        !method.empty() && selector.empty())
      selector = std::string(name) + "=" + std::string(method);
  const std::string asked =
      (without_named_tokens(request.path) + (selector.empty() ? "" : "?" + selector)).substr(0, k_shown);
  std::string sentence = "Unknown call \"" + printable(asked, k_shown) + "\"";
  if (wanted && wanted->form != UrlForm::hub && wanted->method.empty())
    sentence += ": the query parameter \"" + std::string(selector_name(wanted->form)) + "\" is missing";
  return refusal(static_cast<int>(settings.unknown_call),
                 sentence + "; the nearest known one is " + url_text(nearest) + ".");
}

http::Reply wrong_verb(const http::Request& request, const Endpoint& row) {
  http::Reply reply = refusal(
      405, printable(request.verb, 20) + " is not a verb for " + std::string(row.id) + "; use GET or POST.");
  reply.headers.emplace_back("Allow", "GET, HEAD, POST, PUT");
  return reply;
}

void note_departures(const http::Request& request, const Wanted& wanted, const Endpoint& row,
                     api::Findings& findings) {
  if (wanted.action_type != row.action_type)
    findings.note(api::DepartureId::undocumented_action_type,
                  std::string(wanted.action_type) + " (for " + std::string(row.action_type) + ")");
  if (!documents_verb(row, request.verb)) findings.note(api::DepartureId::undocumented_verb, request.verb);
}

}  // namespace

bool takes_action_type(const Endpoint& row, std::string_view action_type) {
  if (action_type == row.action_type) return true;
  for (std::string_view others = row.tolerated; !others.empty();)
    if (take_part(others, ' ') == action_type) return true;
  return false;
}

Route find_route(const ReadRequest& asked, const Settings& settings, api::Findings& findings) {
  const http::Request& request = asked.request;
  const auto wanted = read_path(request.path, asked.arguments);
  const Endpoint* row = wanted ? find_row(*wanted) : nullptr;
  const bool built = row != nullptr && row->call != api::Call::not_built;
  if (row == nullptr || (built && !takes_action_type(*row, wanted->action_type))) {
    const Endpoint& nearest = nearest_call(request.path, asked.arguments);
    return {&nearest, unknown_call(asked, wanted, nearest, settings)};
  }
  if (!built) return {row, std::nullopt};
  if (!takes_verb(*row, request.verb)) return {row, wrong_verb(request, *row)};
  note_departures(request, *wanted, *row, findings);
  return {row, std::nullopt};
}

}  // namespace sellsign::mock
