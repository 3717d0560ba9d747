#include "http/metrics.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace fx::http {
namespace {

bool is_metric_name(std::string_view text) {
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ':';
         });
}

std::string escape(std::string_view text, bool quotes) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && quotes) {
      out += "\\\"";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  char out[32];
  const auto end = std::to_chars(out, out + sizeof(out), value).ptr;
  return {out, end};
}

std::string render(const Labels& labels) {
  std::string out;
  for (const auto& [key, value] : labels) {
    if (!is_metric_name(key) || key.find(':') != std::string::npos || key == "le") {
      throw std::invalid_argument("not a label name: " + key);
    }
    if (!out.empty()) out += ',';
    out += key + "=\"" + escape(value, true) + '"';
  }
  return out;
}

void line(std::string& out, const std::string& name, const std::string& labels,
          const std::string& value) {
  out += name;
  if (!labels.empty()) out += '{' + labels + '}';
  out += ' ' + value + '\n';
}

}  // namespace

Histogram::Histogram(std::vector<double> bounds)
    : bounds_(std::move(bounds)), counts_(bounds_.size() + 1) {
  if (!std::is_sorted(bounds_.begin(), bounds_.end())) {
    throw std::invalid_argument("histogram bounds must ascend");
  }
}

void Histogram::observe(double value) {
  const auto at = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
  counts_[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

std::uint64_t Histogram::count_up_to(std::size_t i) const {
  std::uint64_t total = 0;
  for (std::size_t k = 0; k <= i; ++k) total += counts_[k].load(std::memory_order_relaxed);
  return total;
}

const std::vector<double>& duration_bounds() {
  static const std::vector<double> bounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                             0.1,    0.25,  0.5,    1,     2.5,  5,     10};
  return bounds;
}

Metrics::Metric& Metrics::find_or_make(const std::string& name, const std::string& help,
                                       std::string_view type, const Labels& labels,
                                       const std::function<Metric()>& make) {
  if (!is_metric_name(name)) throw std::invalid_argument("not a metric name: " + name);
  const std::string key = render(labels);
  const std::lock_guard lock(mutex_);
  Family& family = families_[name];
  if (family.type.empty()) {
    family.type = type;
    family.help = help;
  }
  if (family.type != type) throw std::invalid_argument("a metric of two types: " + name);
  auto found = family.series.find(key);
  if (found == family.series.end()) found = family.series.emplace(key, make()).first;
  return found->second;
}

Counter& Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
  return *std::get<std::unique_ptr<Counter>>(find_or_make(
      name, help, "counter", labels, [] { return Metric(std::make_unique<Counter>()); }));
}

Gauge& Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  auto& metric =
      find_or_make(name, help, "gauge", labels, [] { return Metric(std::make_unique<Gauge>()); });
  auto* own = std::get_if<std::unique_ptr<Gauge>>(&metric);
  if (own == nullptr) throw std::invalid_argument("a gauge that is read from a function: " + name);
  return **own;
}

Histogram& Metrics::histogram(const std::string& name, const std::string& help,
                              const std::vector<double>& bounds, const Labels& labels) {
  return *std::get<std::unique_ptr<Histogram>>(find_or_make(name, help, "histogram", labels, [&] {
    return Metric(std::make_unique<Histogram>(bounds));
  }));
}

void Metrics::gauge_from(const std::string& name, const std::string& help,
                         std::function<double()> read, const Labels& labels) {
  find_or_make(name, help, "gauge", labels, [&] { return Metric(std::move(read)); });
}

std::string Metrics::text() const {
  std::string out;
  const std::lock_guard lock(mutex_);
  for (const auto& entry : families_) {
    const std::string& name = entry.first;
    const Family& family = entry.second;
    out += "# HELP " + name + ' ' + escape(family.help, false) + '\n';
    out += "# TYPE " + name + ' ' + std::string(family.type) + '\n';
    for (const auto& series : family.series) {
      const std::string& labels = series.first;
      const Metric& metric = series.second;
      if (const auto* c = std::get_if<std::unique_ptr<Counter>>(&metric)) {
        line(out, name, labels, std::to_string((*c)->value()));
      } else if (const auto* g = std::get_if<std::unique_ptr<Gauge>>(&metric)) {
        line(out, name, labels, std::to_string((*g)->value()));
      } else if (const auto* read = std::get_if<std::function<double()>>(&metric)) {
        line(out, name, labels, number((*read)()));
      } else {
        const Histogram& h = *std::get<std::unique_ptr<Histogram>>(metric);
        const std::string before = labels.empty() ? "" : labels + ',';
        // One pass, so that the buckets, and with them the count, can only ascend.
        std::uint64_t total = 0;
        for (std::size_t i = 0; i < h.bounds().size(); ++i) {
          total = std::max(total, h.count_up_to(i));
          line(out, name + "_bucket", before + "le=\"" + number(h.bounds()[i]) + '"',
               std::to_string(total));
        }
        total = std::max(total, h.count_up_to(h.bounds().size()));
        line(out, name + "_bucket", before + "le=\"+Inf\"", std::to_string(total));
        line(out, name + "_sum", labels, number(h.sum()));
        line(out, name + "_count", labels, std::to_string(total));
      }
    }
  }
  return out;
}

}  // namespace fx::http
