#include "load/engine/prepared.h"

#include <algorithm>
#include <array>
#include <set>

#include <nlohmann/json.hpp>

#include "api/json_writer.h"
#include "base/number.h"
#include "base/percent.h"
#include "base/result.h"
#include "harness/json/diff.h"
#include "harness/run/step_request.h"
#include "http/client/raw_transport.h"
#include "http/client/transport.h"

namespace sellsign::load {
namespace {

using harness::Variables;
using Piece = RequestTemplate::Piece;

// A template is found by encoding the request once with a mark in place of each variable: letters and digits,
// which no encoding changes. So there is one encoder, that of the contract runner and the client.
constexpr std::string_view k_mark = "Zq7vSlot";
constexpr std::size_t k_mark_digits = 5;
constexpr std::size_t k_mark_size = k_mark.size() + k_mark_digits;

std::string mark_of(std::size_t slot) {
  std::string digits = std::to_string(slot);
  digits.insert(0, k_mark_digits - digits.size(), '0');
  return std::string(k_mark) + digits;
}

std::string json_text(const std::string& text, bool of_call) {
  std::string out;
  if (of_call)
    append_json(out, text, HtmlEscape::off);
  else
    out = harness::show(Json(text));
  return out;
}

void append_coded(std::string& out, const Json& value, Coding coding) {
  const bool of_call = coding == Coding::call_json || coding == Coding::call_text;
  std::string made;
  const auto text = [&]() -> const std::string& {
    return value.is_string() ? value.get_ref<const std::string&>() : made = harness::as_text(value);
  };
  switch (coding) {
    case Coding::raw:
      out += text();
      return;
    case Coding::percent:
      out += encode_component(text());
      return;
    case Coding::call_json:
    case Coding::body_json:
      out += value.is_string() ? json_text(text(), of_call) : harness::show(value);
      return;
    case Coding::call_text:
    case Coding::body_text: {
      const std::string quoted = json_text(text(), of_call);
      out.append(quoted, 1, quoted.size() - 2);
    }
  }
}

/// Cuts a text at its marks. `inside` is how values are written; JSON values take the quotes around a lone
/// mark with them.
std::vector<Piece> cut(std::string_view text, Coding inside) {
  std::vector<Piece> pieces;
  std::size_t done = 0;
  for (;;) {
    const std::size_t mark = text.find(k_mark, done);
    if (mark == std::string_view::npos) break;
    const auto slot = read_whole<std::size_t>(text.substr(mark + k_mark.size(), k_mark_digits)).value_or(0);
    std::size_t begin = mark, end = mark + k_mark_size;
    Coding coding = inside;
    const bool in_json = inside == Coding::call_text || inside == Coding::body_text;
    if (in_json && begin > done && text[begin - 1] == '"' && end < text.size() && text[end] == '"') {
      coding = inside == Coding::call_text ? Coding::call_json : Coding::body_json;
      --begin;
      ++end;
    }
    pieces.push_back({std::string(text.substr(done, begin - done)), slot, coding});
    done = end;
  }
  pieces.push_back({std::string(text.substr(done)), std::nullopt, Coding::raw});
  return pieces;
}

RequestTemplate::Length length_of(const http::HttpRequest& request, bool call) {
  if (http::find_header(request.headers, "Content-Length") != nullptr ||
      http::find_header(request.headers, "Transfer-Encoding") != nullptr)
    return RequestTemplate::Length::never;
  return call && request.verb == "POST" ? RequestTemplate::Length::always
                                        : RequestTemplate::Length::with_body;
}

/// Puts a template's request together out of the parts in which variables are written differently.
RequestTemplate template_of(const http::HttpRequest& request, const harness::Step& step,
                            const http::Url& url) {
  const bool call = step.call != nullptr;
  http::HttpRequest bare = request;
  bare.body.clear();
  std::string head = http::raw_bytes(bare, url.prefix, http::host_field(url));
  head.erase(head.size() - 2);  // the empty line goes behind Content-Length
  const std::size_t line_end = head.find("\r\n");
  std::vector<Piece> pieces =
      cut(std::string_view(head).substr(0, line_end), call ? Coding::percent : Coding::raw);
  std::vector<Piece> fields = cut(std::string_view(head).substr(line_end), Coding::raw);
  pieces.back().literal += fields.front().literal;
  pieces.back().slot = fields.front().slot;
  pieces.insert(pieces.end(), fields.begin() + 1, fields.end());
  Coding inside = Coding::raw;
  if (call) inside = step.wire == client::WireStyle::json_post ? Coding::call_text : Coding::percent;
  if (!call && step.http->body != nullptr && !step.http->body->is_string()) inside = Coding::body_text;
  return {std::move(pieces), cut(request.body, inside), length_of(request, call)};
}

/// Numbers the variables of one scenario and finds out which never change: these have values.
class Slots final : public harness::Values {
 public:
  explicit Slots(PreparedScenario& out) : out_(out) {}

  const Json* find(std::string_view name) const override {
    const auto slot = slot_of(name);
    return slot && out_.is_constant[*slot] ? &out_.constants[*slot] : nullptr;
  }

  std::size_t of(const std::string& name) {
    if (const auto slot = slot_of(name)) return *slot;
    out_.names.push_back(name);
    out_.constants.emplace_back();
    out_.is_constant.push_back(false);
    return out_.names.size() - 1;
  }

  void set_constant(const std::string& name, Json value) {
    const std::size_t slot = of(name);
    in_all_ += harness::extent_of(value).bytes;
    out_.constants[slot] = std::move(value);
    out_.is_constant[slot] = true;
  }

  /// Bytes that the constants hold.
  std::size_t in_all() const { return in_all_; }

  /// Every slot's mark in place of its value.
  Variables marks() const {
    Variables values;
    for (std::size_t i = 0; i < out_.names.size(); ++i) values.set_text(out_.names[i], mark_of(i));
    return values;
  }

 private:
  std::optional<std::size_t> slot_of(std::string_view name) const {
    const auto found = std::find(out_.names.begin(), out_.names.end(), name);
    if (found == out_.names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - out_.names.begin());
  }

  PreparedScenario& out_;
  std::size_t in_all_ = 0;
};

class Preparer {
 public:
  Preparer(const harness::Scenario& scenario, const PrepareOptions& options, std::size_t first_row)
      : scenario_(scenario), options_(options), slots_(out_) {
    out_.source = &scenario;
    out_.first_row = first_row;
    out_.may_send = options.may_send;
  }

  Result<PreparedScenario> prepare() {
    name_everything();
    if (auto set = set_variables(); !set) return set.error();
    std::size_t row = out_.first_row;
    for (const bool finally : {false, true})
      for (const harness::Step& step : finally ? scenario_.finally : scenario_.steps)
        if (auto added = add_step(step, row++, finally); !added) return added.error();
    return std::move(out_);
  }

 private:
  void name_everything() {
    slots_.set_constant("run.id", options_.run_id);
    slots_.set_constant("token", options_.token);
    out_.scenario_id = slots_.of("scenario.id");
    out_.iteration = slots_.of("iteration");
    for (const auto& [name, value] : options_.given.values) slots_.set_constant(name, *value);
    for (const harness::Feeder& feeder : scenario_.feeders)
      for (const std::string& name : feeder.variables) out_.feeder_slots.push_back(slots_.of(name));
    for (const auto* steps : {&scenario_.steps, &scenario_.finally})
      for (const harness::Step& step : *steps) {
        for (const harness::Capture& capture : step.captures) slots_.of(capture.name);
        for (const harness::Case& one : step.cases)
          for (const harness::Variable& variable : one.vars) slots_.of(variable.name);
      }
    slots_.of("case.name");
    slots_.of("case.parameter");
  }

  /// Variables whose text holds only constants are filled now, the others once an iteration, each after those
  /// that it uses.
  Result<> set_variables() {
    std::vector<const harness::Variable*> open;
    for (const harness::Variable& variable : scenario_.vars) {
      if (const JsonPtr given = options_.given.for_variable(variable.name, *variable.value))
        slots_.set_constant(variable.name, *given);
      else
        open.push_back(&variable);
    }
    std::set<std::string> set(out_.names.begin(), out_.names.end());
    for (const auto* variable : open) set.erase(variable->name);
    for (std::size_t before = open.size() + 1; !open.empty() && open.size() < before;) {
      before = open.size();
      std::erase_if(open, [&](const harness::Variable* variable) {
        if (slots_.in_all() > harness::k_most_in_variables) return false;
        const auto names = harness::names_in(*variable->value);
        if (!std::all_of(names.begin(), names.end(), [&](const auto& name) { return set.contains(name); }))
          return false;
        set.insert(variable->name);
        set_variable(*variable, names);
        return true;
      });
      if (slots_.in_all() > harness::k_most_in_variables)
        return usage_error(scenario_.at.text() + ": " + harness::too_much_in_variables());
    }
    if (open.empty()) return std::monostate{};
    return usage_error(open.front()->at.text() + ": the variable \"" + open.front()->name +
                       "\" never gets a value");
  }

  void set_variable(const harness::Variable& variable, const std::vector<std::string>& names) {
    const bool constant = std::all_of(names.begin(), names.end(),
                                      [&](const auto& name) { return slots_.find(name) != nullptr; });
    auto filled = constant ? slots_.fill(*variable.value) : usage_error("");
    if (filled)
      slots_.set_constant(variable.name, *std::move(filled));
    else
      out_.iteration_variables.emplace_back(slots_.of(variable.name), variable.value);
  }

  Result<> add_step(const harness::Step& step, std::size_t row, bool finally) {
    std::vector<const harness::Case*> instances;
    for (const harness::Case& one : step.cases) instances.push_back(&one);
    if (instances.empty()) instances.push_back(nullptr);
    for (const harness::Case* one : instances) {
      PreparedRequest request;
      request.step = &step;
      request.row = row;
      request.finally = finally;
      request.last_case = one == instances.back();
      if (auto made = fill_in(request, one); !made) return made;
      out_.requests.push_back(std::move(request));
    }
    return std::monostate{};
  }

  Result<> fill_in(PreparedRequest& request, const harness::Case* one) {
    const harness::Step& step = *request.step;
    const std::string url = options_.url.text();
    auto made = harness::make_request(step, one, slots_.marks(), {url, options_.token});
    if (!made) return made.error();
    request.is_head = made->request.verb == "HEAD";
    request.text = template_of(made->request, step, options_.url);
    request.needs = request.text.slots();
    if (one != nullptr) {
      request.case_variables = {{slots_.of("case.name"), std::make_shared<const Json>(one->name)},
                                {slots_.of("case.parameter"), std::make_shared<const Json>(one->parameter)}};
      for (const harness::Variable& variable : one->vars)
        request.case_variables.emplace_back(slots_.of(variable.name), variable.value);
    }
    for (const harness::Check& check : one != nullptr && one->expect ? *one->expect : step.expect) {
      if (check.source != nullptr && check.source->kind > options_.fail_on) continue;
      request.checks.emplace_back(check);
      request.check_rows.push_back(&check);
    }
    for (const harness::Capture& capture : step.captures) {
      request.captures.emplace_back(slots_.of(capture.name), harness::PreparedCapture(capture));
      request.capture_rows.push_back(&capture);
    }
    return std::monostate{};
  }

  const harness::Scenario& scenario_;
  const PrepareOptions& options_;
  PreparedScenario out_;
  Slots slots_;
};

/// False when it would be larger than a value may be.
bool render_pieces(const std::vector<Piece>& pieces, const std::vector<Json>& slots, std::string& out) {
  for (const Piece& piece : pieces) {
    out += piece.literal;
    if (piece.slot) append_coded(out, slots[*piece.slot], piece.coding);
    if (out.size() > harness::k_largest_value.bytes) return false;
  }
  return true;
}

/// A part of a head: words of the request line and names of fields hold no spaces, values may.
enum class HeadPart : std::uint8_t { line, name, value };

/// What ends a word of the request line, a name or a field, counted; `part` goes on from piece to piece.
std::size_t count_breaks(std::string_view text, HeadPart& part) {
  std::size_t count = 0;
  for (const char c : text) {
    if (c == '\n') part = HeadPart::name;
    if (c == ':' && part == HeadPart::name) part = HeadPart::value;
    const bool is_control = (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f';
    const bool splits_word = (c == ' ' || c == '\t') && part != HeadPart::value;
    if (is_control || splits_word) ++count;
  }
  return count;
}

}  // namespace

RequestTemplate::RequestTemplate(std::vector<Piece> head, std::vector<Piece> body, Length length)
    : head_(std::move(head)), body_(std::move(body)), length_(length) {
  HeadPart part = HeadPart::line;
  for (const Piece& piece : head_) {
    breaks_ += count_breaks(piece.literal, part);
    may_break_ = may_break_ || (piece.slot && piece.coding == Coding::raw);
  }
}

Result<std::string> RequestTemplate::render(const std::vector<Json>& slots) const {
  std::string out, body;
  if (!render_pieces(head_, slots, out) || !render_pieces(body_, slots, body))
    return usage_error("with its variables, the request " +
                       harness::too_large({harness::k_largest_value.bytes + 1, 0}));
  HeadPart part = HeadPart::line;
  if (may_break_ && count_breaks(out, part) != breaks_)
    return usage_error(
        "a variable has a space or a control character that would change where the target or a header field "
        "ends");
  if (length_ == Length::always || (length_ == Length::with_body && !body.empty()))
    out.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  return out.append("\r\n").append(body);
}

std::vector<std::size_t> RequestTemplate::slots() const {
  std::vector<std::size_t> out;
  for (const auto* pieces : {&head_, &body_})
    for (const Piece& piece : *pieces)
      if (piece.slot) out.push_back(*piece.slot);
  return out;
}

Result<PreparedScenario> prepare(const harness::Scenario& scenario, const PrepareOptions& options,
                                 std::size_t first_row) {
  return Preparer(scenario, options, first_row).prepare();
}

}  // namespace sellsign::load
