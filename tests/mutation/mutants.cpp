#include "tests/mutation/mutants.h"

#include <iterator>

#include "api/departures.h"
#include "mock_server/calls/settings.h"

namespace sellsign::testing {
namespace {

/// The mock as if a setting had not been given.
Mutant ignored(const mock::SettingRow& row) {
  const auto set_up = [&row](mock::MockOptions& options) {
    const mock::Settings sound;
    std::visit([&](auto member) { options.settings.*member = sound.*member; }, row.member);
  };
  return {"setting-ignored:" + std::string(row.name), std::string(row.about), "settings", {}, set_up};
}

bool is_about(const std::pair<std::string, std::string>& header, const std::string& departure) {
  return header.first == "X-Mock-Warning" && header.second.starts_with(departure + ":");
}

/// A departure that lenient mode does not warn of.
Mutant unwarned(const api::DepartureRow& row) {
  const auto handle = [name = std::string(row.name)](OwnedRequest request, const Inner& inner, Memory&) {
    http::Reply reply = inner(request);
    std::erase_if(reply.headers, [&](const auto& header) { return is_about(header, name); });
    return reply;
  };
  return {"unwarned:" + std::string(row.name), std::string(row.words), "lenient", handle, {}};
}

/// A departure that strict mode lets through.
Mutant let_through(const api::DepartureRow& row) {
  const auto handle = [name = std::string(row.name)](OwnedRequest request, const Inner& inner, Memory&) {
    http::Reply reply = inner(request);
    if (reply.body.starts_with("Refused in strict mode: " + name + ":")) {
      reply.status = 200;
      reply.body = "null";
      reply.content_type = "application/json;charset=UTF-8";
    }
    return reply;
  };
  return {"let-through:" + std::string(row.name), std::string(row.words), "strict", handle, {}};
}

}  // namespace

Mutant request_mutant(std::string name, std::string breaks, std::string first_tag, ChangeRequest change) {
  const auto handle = [change](OwnedRequest request, const Inner& inner, Memory&) {
    change(request);
    return inner(request);
  };
  return {std::move(name), std::move(breaks), std::move(first_tag), handle, {}};
}

Mutant reply_mutant(std::string name, std::string breaks, std::string first_tag, ChangeReply change) {
  const auto handle = [change](OwnedRequest request, const Inner& inner, Memory&) {
    http::Reply reply = inner(request);
    change(reply);
    return reply;
  };
  return {std::move(name), std::move(breaks), std::move(first_tag), handle, {}};
}

std::vector<Mutant> table_mutants() {
  std::vector<Mutant> mutants;
  for (const mock::SettingRow& row : mock::setting_rows()) mutants.push_back(ignored(row));
  for (const api::DepartureRow& row : api::departures()) {
    // Only a mock with two valid tokens sees this one; the runner gives each scenario one.
    if (row.id == api::DepartureId::conflicting_tokens) continue;
    mutants.push_back(unwarned(row));
    mutants.push_back(let_through(row));
  }
  return mutants;
}

std::vector<Mutant> all_mutants() {
  std::vector<Mutant> all;
  for (auto group :
       {answer_mutants, write_mutants, list_mutants, wire_mutants, refusal_mutants, table_mutants}) {
    auto mutants = group();
    all.insert(all.end(), std::make_move_iterator(mutants.begin()), std::make_move_iterator(mutants.end()));
  }
  return all;
}

}  // namespace sellsign::testing
