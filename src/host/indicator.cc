#include "host/indicator.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <tuple>
#include <unordered_map>

namespace fx::host {

Frame Frame::make(std::string area, Day day, Instant known) {
  const Instant end = instant_of(day + 1);
  return {std::move(area), day, known, std::min(Instant{end.millis - 1}, known)};
}

std::function<void(store::Session&, const Frame&, const Visit&)> select_sql(std::string sql) {
  return [sql = std::move(sql)](store::Session& db, const Frame& frame, const Visit& visit) {
    const auto [low, high] = area::range(frame.area);
    auto q = db.query(sql, low, high, frame.day, frame.known, frame.moment, instant_of(frame.day),
                      instant_of(frame.day + 1));
    const bool has_dim = q.columns() > 2;
    while (q.next()) {
      visit({q.ulid(0), q.text(1), has_dim ? q.text(2) : std::string_view(), 1});
    }
  };
}

namespace {

std::string fill_dim(const std::string& id, std::string_view dim) {
  const auto at = id.find("{}");
  return at == std::string::npos ? id : id.substr(0, at) + std::string(dim) + id.substr(at + 2);
}

// Texts by number, each kept once.
class Interner {
 public:
  std::uint32_t number(std::string_view text) {
    // Records of one area come together.
    if (last_ < texts_.size() && texts_[last_] == text) return last_;
    const auto it = numbers_.find(text);
    if (it != numbers_.end()) return last_ = it->second;
    const auto number = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(text);
    numbers_.emplace(texts_.back(), number);
    return last_ = number;
  }
  [[nodiscard]] const std::string& text(std::uint32_t number) const { return texts_[number]; }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }

 private:
  std::uint32_t last_ = 0;
  std::deque<std::string> texts_;  // does not move what it holds
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

// The area at `level` that a code lies in, or the code itself where it lies above.
std::string_view part_of(std::string_view code, area::Level level) {
  const auto part = area::prefix_at(code, level);
  return part.empty() ? code : part;
}

// The same by number. Records of one area mostly come together, and then a code need not be taken
// apart: it goes on where the last one's part ended.
class Parts {
 public:
  explicit Parts(area::Level level) : level_(level) {}
  std::uint32_t number(std::string_view code) {
    if (goes_on(code)) return last_;
    const auto part = area::prefix_at(code, level_);
    last_ = names_.number(part.empty() ? code : part);
    // Nothing follows from a code above the level: others may begin with it.
    prefix_ = part.empty() ? std::string_view() : std::string_view(names_.text(last_));
    return last_;
  }
  [[nodiscard]] const std::string& text(std::uint32_t number) const { return names_.text(number); }
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  [[nodiscard]] bool goes_on(std::string_view code) const {
    if (prefix_.empty() || code.substr(0, prefix_.size()) != prefix_) return false;
    return code.size() == prefix_.size() || level_ < area::Level::kCommunity ||
           code[prefix_.size()] == '-';
  }
  area::Level level_;
  Interner names_;
  std::uint32_t last_ = 0;
  std::string_view prefix_;
};

// An id in two numbers that order as it does: many are sorted.
struct Key {
  explicit Key(const Ulid& id) {
    for (std::size_t i = 0; i < 8; ++i) {
      high = high << 8U | id.bytes()[i];
      low = low << 8U | id.bytes()[i + 8];
    }
  }
  auto operator<=>(const Key&) const = default;  // NOLINT(modernize-use-nullptr): a false alarm
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};

}  // namespace

std::pair<std::string, std::string> names(store::Session& db, const Indicator& indicator,
                                          const Frame& frame, std::string_view dim) {
  std::pair<std::string, std::string> label{dim, dim};
  if (indicator.label && !dim.empty()) label = indicator.label(db, frame, dim);
  return {fill_dim(indicator.zh, label.first), fill_dim(indicator.en, label.second)};
}

std::vector<Figure> evaluate(store::Session& db, const Indicator& indicator, const Frame& frame,
                             area::Level level) {
  std::vector<Figure> figures;  // those of indicator.dims in its order, then others by name
  std::map<std::string, std::size_t, std::less<>> at;
  const auto figure_of = [&](std::string_view dim) -> Figure& {
    const auto it = at.find(dim);
    if (it != at.end()) return figures[it->second];
    Figure figure;
    figure.id = fill_dim(indicator.id, dim);
    figure.indicator = &indicator;
    figure.dim = dim;
    std::tie(figure.zh, figure.en) = names(db, indicator, frame, dim);
    at.emplace(dim, figures.size());
    figures.push_back(std::move(figure));
    return figures.back();
  };
  if (indicator.dims) {
    for (const auto& dim : indicator.dims(db, frame)) figure_of(dim);
  } else if (indicator.id.find("{}") == std::string::npos) {
    figure_of("");
  }
  const auto declared = static_cast<std::ptrdiff_t>(figures.size());
  const auto add = [&](std::string_view dim, std::string_view area, std::int64_t count) {
    Figure& figure = figure_of(dim);
    figure.value += count;
    figure.parts[std::string(part_of(area, level))] += count;
  };
  if (!indicator.tally || !indicator.tally(db, frame, level, add)) {
    // Distinct subjects, each in the first by code of the parts that hold one of its records.
    struct Row {
      Key subject;
      std::uint32_t dim;
      std::uint32_t part;
      std::int64_t weight;
    };
    Interner dims;
    Parts parts(level);
    std::vector<Row> rows;
    indicator.select(db, frame, [&](const Selected& selected) {
      if (selected.subject.is_nil()) {
        add(selected.dim, selected.area, selected.weight);
      } else {
        rows.push_back({Key(selected.subject), dims.number(selected.dim),
                        parts.number(selected.area), selected.weight});
      }
    });
    std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
      if (a.subject != b.subject) return a.subject < b.subject;
      if (a.dim != b.dim) return a.dim < b.dim;
      return a.part != b.part && parts.text(a.part) < parts.text(b.part);
    });
    std::vector<std::vector<std::int64_t>> counts(dims.size(),
                                                  std::vector<std::int64_t>(parts.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i > 0 && rows[i].dim == rows[i - 1].dim && rows[i].subject == rows[i - 1].subject) {
        continue;
      }
      counts[rows[i].dim][rows[i].part] += rows[i].weight;
    }
    for (std::uint32_t dim = 0; dim < dims.size(); ++dim) {
      for (std::uint32_t part = 0; part < parts.size(); ++part) {
        if (counts[dim][part] != 0) add(dims.text(dim), parts.text(part), counts[dim][part]);
      }
    }
  }
  std::sort(figures.begin() + declared, figures.end(),
            [](const Figure& a, const Figure& b) { return a.dim < b.dim; });
  return figures;
}

}  // namespace fx::host
