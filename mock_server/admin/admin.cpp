#include "mock_server/admin/admin.h"

#include <algorithm>
#include <malloc.h>
#include <optional>

#include "base/nearest.h"
#include "base/percent.h"
#include "base/text.h"
#include "base/utf8.h"
#include "mock_server/admin/guard.h"
#include "mock_server/admin/reply.h"
#include "mock_server/admin/routes.h"

namespace sellsign::mock {
namespace {

/// The values of the {...}, or nothing when the path is another one.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  const auto wanted = split(pattern, '/'), given = split(path, '/');
  if (wanted.size() != given.size()) return std::nullopt;
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].starts_with('{') && !given[i].empty())
      parts.push_back(percent_decoded(given[i], true));
    else if (wanted[i] != given[i])
      return std::nullopt;
  }
  return parts;
}

/// What is wrong with the names in a query.
std::optional<http::Reply> check_query(const AdminRoute& route, const QueryPairs& query) {
  std::vector<std::string_view> known = split(route.query, ' ');
  known.emplace_back("namespace");
  for (const auto& [name, value] : query)
    if (std::ranges::find(known, name) == known.end())
      return admin_error(400,
                         "unknown query parameter \"" + printable(name) + "\"" + did_you_mean(name, known));
  return std::nullopt;
}

http::Reply unknown_route(const http::Request& request, std::string_view path, const std::string& verbs) {
  if (!verbs.empty()) {
    http::Reply reply = admin_error(405, printable(request.verb, 20) + " is not for this; use " + verbs);
    reply.headers.emplace_back("Allow", verbs);
    return reply;
  }
  return admin_error(404, "the control API has no \"" + printable(path) + "\"" +
                              did_you_mean(path, admin_routes(), &AdminRoute::path) +
                              "; all of it is listed in /__admin/openapi.json");
}

const std::string* find_in(const QueryPairs& query, std::string_view name) {
  for (const auto& [key, value] : query)
    if (key == name) return &value;
  return nullptr;
}

struct Found {
  const AdminRoute* route = nullptr;
  std::vector<std::string> parts;
  std::string other_verbs;  ///< of the same path
};

Found find_route(std::string_view verb, std::string_view path) {
  Found found;
  for (const AdminRoute& route : admin_routes()) {
    auto parts = match(route.path, path);
    if (!parts) continue;
    if (route.verb == verb) return {&route, *std::move(parts), ""};
    found.other_verbs += (found.other_verbs.empty() ? "" : ", ") + std::string(route.verb);
  }
  return found;
}

std::optional<http::Reply> check_texts(const Found& found, const QueryPairs& query) {
  bool sound = std::ranges::all_of(found.parts, is_utf8);
  for (const auto& [name, value] : query) sound = sound && is_utf8(value);
  const std::string* name = find_in(query, "namespace");
  const bool all = name != nullptr && *name == "*";
  if (!sound) return admin_error(400, "the address holds bytes that are not UTF-8");
  if (all && !found.route->path.starts_with("coverage"))
    return admin_error(400, "namespace=* is for the coverage only");
  return std::nullopt;
}

}  // namespace

const std::string* AdminCall::find(std::string_view name) const { return find_in(query, name); }

std::span<const AdminRoute> admin_routes() {
  static const std::vector<AdminRoute> all = [] {
    std::vector<AdminRoute> rows;
    for (const auto part :
         {general_routes(), state_routes(), snapshot_routes(), journal_routes(), fault_routes()})
      rows.insert(rows.end(), part.begin(), part.end());
    return rows;
  }();
  return all;
}

bool Admin::owns(std::string_view path) {
  return path.starts_with(k_prefix) && (path.size() == k_prefix.size() || path[k_prefix.size()] == '/');
}

namespace {

/// Whether all that a namespace holds is gone through in a moment.
bool is_small(Namespace& space) {
  constexpr std::size_t k_few = 2'000;
  const std::size_t kept = space.journal() == nullptr ? 0 : space.journal()->totals().kept;
  return space.store().size() <= k_few && kept <= k_few;
}

bool is_brief(const AdminRoute& route, Namespace& space) {
  return route.cost == Cost::brief || (route.cost == Cost::of_state && is_small(space));
}

/// What it has deleted goes back to the system.
http::Reply run_long(const AdminRoute& route, AdminCall& call) {
  http::Reply reply = route.run(call);
  if (route.verb != "GET") malloc_trim(0);
  return reply;
}

http::Reply guarded(http::Reply reply, Timestamp now) {
  reply.date = now;
  reply.headers.emplace_back("Cache-Control", "no-store");
  reply.headers.emplace_back("X-Frame-Options", "DENY");
  reply.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return reply;
}

}  // namespace

http::Reply Admin::handle(const http::Request& request) {
  http::Reply reply = answer(request);
  if (!reply.later) return guarded(std::move(reply), service_.now());
  return admin_later([this, work = std::move(reply.later)] { return guarded(work(), service_.now()); });
}

/// The namespace that a request is about: by its name, or found as a request of the vendor's API finds it, by
/// the token or name in the header. What changes something begins it.
Result<std::shared_ptr<Namespace>> Admin::namespace_for(const http::Request& request,
                                                        const std::string* name) const {
  Namespaces& namespaces = service_.namespaces();
  if (name == nullptr) {
    const http::Request headers_only{request.verb, request.path, "", request.headers, ""};
    return namespaces.of(ReadRequest(headers_only));
  }
  if (auto known = namespaces.find(*name == "*" ? Namespaces::k_default : std::string_view(*name)))
    return known;
  if (request.verb != "GET" && request.verb != "HEAD" && namespaces.isolation() != Isolation::off)
    return namespaces.begin(*name);
  return Error{ErrorKind::usage, "there is no namespace \"" + printable(*name) + "\""};
}

http::Reply Admin::answer(const http::Request& request) {
  std::string_view path = request.path.substr(k_prefix.size());
  if (path.empty()) {
    http::Reply reply = admin_text("", http::k_plain_text);
    reply.status = 308;
    reply.headers.emplace_back("Location",
                               "/__admin/" + (request.query.empty() ? "" : "?" + std::string(request.query)));
    return reply;
  }
  path.remove_prefix(1);
  if (auto refused = guard_admin(request, path, options_.token)) return *std::move(refused);
  Found found = find_route(request.verb == "HEAD" ? "GET" : request.verb, path);
  if (found.route == nullptr) return unknown_route(request, path, found.other_verbs);
  QueryPairs query = read_query(request.query);
  if (auto refused = check_query(*found.route, query)) return *std::move(refused);
  const std::string* name = find_in(query, "namespace");
  if (auto refused = check_texts(found, query)) return *std::move(refused);
  if (!found.route->takes_body && !request.body.empty())
    return admin_error(400, "this takes no body; parameters stand in the query");
  const auto space = namespace_for(request, name);
  if (!space) return admin_error(space.error().kind == ErrorKind::limit ? 503 : 404, space.error().message);
  AdminCall call{*this,
                 service_,
                 **space,
                 request.body,
                 std::move(found.parts),
                 std::move(query),
                 (*space)->clock().now(),
                 *space};
  // A request with a long body is being answered where nobody waits for it already.
  const bool is_aside = request.body.size() > http::k_brief_body;
  if (is_brief(*found.route, **space)) return found.route->run(call);
  if (is_aside) return run_long(*found.route, call);
  return admin_later(
      [route = found.route, call = std::move(call), body = std::string(request.body)]() mutable {
        call.body = body;
        return run_long(*route, call);
      });
}

}  // namespace sellsign::mock
