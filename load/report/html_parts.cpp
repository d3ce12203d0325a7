#include "load/report/html_parts.h"

#include "base/markup.h"
#include "load/report/chart/chart.h"

namespace sellsign::load {
namespace {

constexpr std::string_view k_page_style = R"(
:root {
  color-scheme: light dark;
  --page: #f6f6f3; --card: #ffffff; --sunk: #f1f1ed; --line: #dfdfd8; --ink: #1d2122; --soft: #5a6163; --accent: #146356;
  --good: #1c6b3c; --good-sunk: #e3f2e8; --bad: #b3261e; --bad-sunk: #fbe7e5; --invalid: #7a1fa2; --invalid-sunk: #f4e6fa; --warn: #8a5300;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #14171a; --card: #1b1f24; --sunk: #22272d; --line: #30363d; --ink: #e4e7e9; --soft: #a0a8b0; --accent: #5fc9b4;
    --good: #7bd19a; --good-sunk: #1b3324; --bad: #ff9a90; --bad-sunk: #43211f; --invalid: #e0a8ff; --invalid-sunk: #3a2348; --warn: #ecb761;
  }
}
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
main, header, footer { max-width: 1000px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 26px; }
h1 { font-size: 15px; font-weight: 500; color: var(--soft); margin: 0 0 12px; }
h2 { font-size: 19px; margin: 0 0 12px; }
h3 { font-size: 15px; margin: 0; }
figcaption p, .muted { color: var(--soft); margin: 0; font-size: 13.5px; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; margin: 16px 0; }
section > :last-child { margin-bottom: 0; }
figure.chart + figure.chart, figure.chart + dl { margin-top: 28px; }
a { color: var(--accent); }
nav { margin: 14px 0 0; font-size: 14px; }
nav a { margin-right: 14px; display: inline-block; padding: 3px 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.verdict { border: 2px solid; border-radius: 10px; padding: 14px 18px; }
.verdict p { margin: 0; font-size: 21px; font-weight: 650; line-height: 1.3; }
.verdict ul { margin: 8px 0 0; padding-left: 20px; }
.verdict li { color: var(--ink); }
.good { color: var(--good); background: var(--good-sunk); }
.bad { color: var(--bad); background: var(--bad-sunk); }
.invalid { color: var(--invalid); background: var(--invalid-sunk); }
.mark { color: var(--invalid); font-size: .78em; letter-spacing: .02em; }
td .mark { display: block; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(175px, 1fr)); gap: 12px; margin: 16px 0 0; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; }
.tile h2 { font-size: 13px; font-weight: 500; color: var(--soft); margin: 0; }
.tile p { margin: 0; }
.tile .big { font-size: 25px; font-weight: 650; line-height: 1.3; }
.tile .alarming { color: var(--warn); }
.tile .small { font-size: 13px; color: var(--soft); }
.tile .small span { white-space: nowrap; }
section > h3 { margin: 18px 0 6px; }
dl { margin: 0 0 12px; display: grid; grid-template-columns: 1fr; gap: 0; }
dl div { display: grid; grid-template-columns: minmax(110px, 230px) 1fr; gap: 14px; padding: 4px 0; border-bottom: 1px solid var(--line); }
dl div:last-child { border: 0; }
dt { color: var(--soft); }
dd { margin: 0; }
.alarming dd { color: var(--warn); font-weight: 600; }
.scroll { overflow-x: auto; margin: 0 0 14px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: right; padding: 5px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: top; }
thead th { color: var(--soft); font-weight: 500; font-size: 13px; }
tbody th { text-align: left; font-weight: 600; white-space: normal; min-width: 110px; }
th, td { overflow-wrap: break-word; }
th.left, td.left { text-align: left; white-space: normal; min-width: 80px; }
td.left:last-child { min-width: 170px; }
th:first-child { padding-left: 0; }
.nothing { color: var(--soft); opacity: .65; }
.chart-data { font-size: 13.5px; margin-top: 4px; }
.chart-data summary { color: var(--soft); cursor: pointer; padding: 3px 0; }
.notes { padding-left: 20px; }
ul { margin: 0 0 10px; padding-left: 20px; }
pre { background: var(--sunk); border-radius: 8px; padding: 12px 14px; white-space: pre-wrap; margin: 12px 0 0; font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
footer { padding-bottom: 30px; color: var(--soft); font-size: 13px; }
@media (max-width: 620px) {
  main, header, footer { padding-left: 12px; padding-right: 12px; }
  section { padding: 14px 12px; }
  .tiles { grid-template-columns: 1fr 1fr; gap: 8px; }
  .tile { padding: 10px 12px; } .tile .big { font-size: 21px; }
  dl div { grid-template-columns: 1fr; gap: 0; }
  tbody th { overflow-wrap: anywhere; min-width: 90px; }
}
@media print {
  :root { --page: #fff; --sunk: #f5f5f5; }
  body { font-size: 10.5pt; }
  main, header, footer { max-width: none; padding: 0; }
  nav { display: none; }
  .tiles { grid-template-columns: repeat(5, 1fr); gap: 8px; }
  .tile { padding: 8px 10px; } .tile .big { font-size: 17px; }
  section { border: 0; padding: 0; margin: 18px 0; }
  h2 { break-after: avoid; }
  tr, dl div, .tile, .verdict { break-inside: avoid; }
  .scroll { overflow: visible; }
  th, td { padding: 3px 6px; font-size: 9pt; }
  .verdict, .tile { print-color-adjust: exact; }
}
)";

std::string cell(std::string_view text, bool left) {
  const bool nothing = text == "0" || text == "-";
  const std::string look = std::string(left ? "left" : "") + (nothing ? " nothing" : "");
  return "<td" + (look.empty() ? "" : xml_attribute("class", look)) + ">" + html_text(text) + "</td>";
}

}  // namespace

std::string html_text(std::string_view text) {
  constexpr std::string_view k_mark = "INVALID", k_strong = "<b class=\"mark\">INVALID</b>";
  std::string out = xml_text(text);
  for (std::size_t at = 0; (at = out.find(k_mark, at)) != std::string::npos; at += k_strong.size())
    out.replace(at, k_mark.size(), k_strong);
  return out;
}

std::string html_head(std::string_view title) {
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv="
         "\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta "
         "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
         xml_text(title) + "</title>\n<style>" + std::string(k_page_style) + std::string(chart_style()) +
         "</style>\n</head>\n";
}

std::string html_section(std::string_view id, std::string_view title, std::string_view html) {
  if (html.empty()) return {};
  const std::string name(id);
  return "<section" + xml_attribute("id", name) + xml_attribute("aria-labelledby", name + "-title") + "><h2" +
         xml_attribute("id", name + "-title") + ">" + xml_text(title) + "</h2>\n" + std::string(html) +
         "</section>\n";
}

std::string html_facts(const std::vector<Fact>& facts) {
  std::string out = "<dl>";
  for (const Fact& fact : facts)
    out += std::string(fact.alarming ? "<div class=\"alarming\">" : "<div>") + "<dt>" + xml_text(fact.name) +
           "</dt><dd>" + html_text(fact.text) + "</dd></div>\n";
  return out + "</dl>\n";
}

std::string html_list(const std::vector<std::string>& texts) {
  if (texts.empty()) return {};
  std::string out = "<ul>";
  for (const std::string& text : texts) out += "<li>" + html_text(text) + "</li>\n";
  return out + "</ul>\n";
}

std::string html_table(const HtmlTable& table) {
  if (table.rows.empty()) return {};
  std::string out = "<div class=\"scroll\" role=\"region\" tabindex=\"0\"" +
                    xml_attribute("aria-label", table.name) + "><table><caption>" + xml_text(table.name) +
                    "</caption><thead><tr>";
  for (std::size_t i = 0; i < table.head.size(); ++i)
    out += (i < table.left ? "<th scope=\"col\" class=\"left\">" : "<th scope=\"col\">") +
           xml_text(table.head[i]) + "</th>";
  out += "</tr></thead><tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr><th scope=\"row\">" + html_text(row[0]) + "</th>";
    for (std::size_t i = 1; i < row.size(); ++i) out += cell(row[i], i < table.left);
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}
}  // namespace sellsign::load
