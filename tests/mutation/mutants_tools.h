#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "tests/mutation/mutants.h"

// What mutants are made of.

namespace sellsign::testing {

using Json = nlohmann::ordered_json;

/// Whether the request is a call of that method.
bool is_call(const OwnedRequest& request, std::string_view method);

/// The value of a parameter, from the query or a JSON body, decoded and as text.
std::optional<std::string> parameter(const OwnedRequest& request, std::string_view name);

/// Sets a parameter where it stands; adds it to the query when it stands nowhere. Text of a JSON value, or
/// plain text.
void set_parameter(OwnedRequest& request, std::string_view name, const Json& value);

/// Takes a parameter away wherever it stands.
void remove_parameter(OwnedRequest& request, std::string_view name);

/// Changes the name of a parameter wherever it stands.
void rename_parameter(OwnedRequest& request, std::string_view from, std::string_view to);

void remove_header(OwnedRequest& request, std::string_view name);

bool is_json(const http::Reply& reply);

/// Lets `change` at the whole answer if it is JSON. What was escaped for HTML stays so.
void edit_answer(http::Reply& reply, const std::function<void(Json&)>& change);

/// Lets `change` at each customer, signatory or free field of the answer.
void edit_entities(http::Reply& reply, const std::function<void(Json&)>& change);

bool is_customer(const Json& entity);
bool is_contractor(const Json& entity);
bool is_property(const Json& entity);

/// Replaces all occurrences.
void replace_all(std::string& text, std::string_view from, std::string_view to);

}  // namespace sellsign::testing
