/** What every generated C++ header needs: spans, errors and results. */
export const cppRuntime = `/* A view of contiguous elements that it does not own, as std::span of C++20. */
template <typename T> class Span {
public:
  constexpr Span() noexcept = default;
  constexpr Span(T *data, std::size_t size) noexcept : data_(data), size_(size) {}
  template <std::size_t count>
  constexpr Span(T (&array)[count]) noexcept : data_(array), size_(count) {}
  /* Converts from every container whose data() points to elements of this type. */
  template <typename Container,
            typename Element = std::remove_pointer_t<decltype(std::declval<Container &>().data())>,
            typename = std::enable_if_t<std::is_convertible<Element (*)[], T (*)[]>::value>>
  constexpr Span(Container &&container) noexcept
      : data_(container.data()), size_(container.size()) {}

  constexpr T *data() const noexcept { return data_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr T *begin() const noexcept { return data_; }
  constexpr T *end() const noexcept { return data_ + size_; }
  constexpr T &operator[](std::size_t i) const noexcept { return data_[i]; }

private:
  T *data_ = nullptr;
  std::size_t size_ = 0;
};

/* Why a call was rejected or failed. Both texts are constants; \`code\` is the code of the exception
   in JavaScript. */
struct Error {
  const char *code;
  const char *message;
};

/* A value, or the error because of which there is none. */
template <typename T> class [[nodiscard]] Result {
public:
  explicit Result(T value) noexcept : value_(std::move(value)) {}
  Result(Error error) noexcept : error_(error) {}

  explicit operator bool() const noexcept { return error_.code == nullptr; }
  const T &operator*() const & noexcept { return value_; }
  T &operator*() & noexcept { return value_; }
  T &&operator*() && noexcept { return std::move(value_); }
  const T *operator->() const noexcept { return &value_; }
  T *operator->() noexcept { return &value_; }
  /* Valid if this holds no value. */
  const Error &error() const noexcept { return error_; }

private:
  T value_{};
  Error error_{nullptr, nullptr};
};

template <> class [[nodiscard]] Result<void> {
public:
  Result() noexcept = default;
  Result(Error error) noexcept : error_(error) {}

  explicit operator bool() const noexcept { return error_.code == nullptr; }
  /* Valid if this is false. */
  const Error &error() const noexcept { return error_; }

private:
  Error error_{nullptr, nullptr};
};

namespace detail {

constexpr Error Fail(const char *code, const char *message) noexcept { return {code, message}; }

/* Whether two spans share no memory. Empty spans share none. */
template <typename T, typename U> bool AreApart(Span<T> x, Span<U> y) noexcept {
  const std::less_equal<const void *> before;
  return before(x.end(), y.begin()) || before(y.end(), x.begin());
}

/* Whether two spans of one length are the same memory, or share none. */
template <typename T, typename U> bool AreEqualOrApart(Span<T> x, Span<U> y) noexcept {
  return x.data() == y.data() || AreApart(x, y);
}

} // namespace detail`;
