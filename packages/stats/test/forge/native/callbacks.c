/* callbacks.c: seals C functions: the test problems of the QUADPACK book, which have a parameter,
   and functions that return NaN or infinities. The numbers are those of the book. */
#include <capsule/capsule_function.h>
#include <math.h>

#define PI 3.14159265358979323846

/* A function whose parameter `a` is its context. */
#define FUNCTION(name, value)                                                                      \
  static double name(double x, void *context) {                                                    \
    const double a = *(const double *)context;                                                     \
    return value;                                                                                  \
  }
FUNCTION(power_log, pow(x, a) * log(1 / x))                              /* 1 */
FUNCTION(peak, pow(4, -a) / ((x - PI / 4) * (x - PI / 4) + pow(16, -a))) /* 2 */
FUNCTION(wave, cos(pow(2, a) * sin(x)))                                  /* 3 */
FUNCTION(kink, pow(fabs(x - 1.0 / 3), a))                                /* 4 */
FUNCTION(kink_of_pi, pow(fabs(x - PI / 4), a))                           /* 5 */
FUNCTION(two_ends, 1 / (sqrt(1 - x * x) * (1 + x + pow(2, -a))))         /* 6 */
FUNCTION(power_of_sine, pow(sin(x), a - 1))                              /* 7 */
FUNCTION(power_of_log, pow(log(1 / x), a - 1))                           /* 8 */
FUNCTION(decay, x *x *exp(-pow(2, -a) * x))                              /* 15 */
FUNCTION(slow_decay, pow(x, a - 1) / ((1 + 10 * x) * (1 + 10 * x)))      /* 16 */
FUNCTION(bell, exp(-(x - a) * (x - a)))
FUNCTION(power, pow(x, a))
FUNCTION(not_above, x > a ? NAN : x)
FUNCTION(infinite_at, x == a ? INFINITY : 1)
FUNCTION(times, a *x)

static double twice(double x) { return 2 * x; }
static double add(double sum, double x) { return sum + x; }
static double smooth(double sum, double x, void *context) {
  const double a = *(const double *)context;
  return sum + a * (x - sum);
}
static double digits(double sum, double x) { return 10 * sum + x; }
static double range(const double *x, size_t n) {
  double low = x[0], high = x[0];
  for (size_t i = 1; i < n; i++) {
    if (x[i] < low) low = x[i];
    if (x[i] > high) high = x[i];
  }
  return high - low;
}

static const struct {
  const char *name;
  const char *signature;
  capsule_function function;
} callbacks[] = {
#define WITH_CONTEXT(name)                                                                         \
  {                                                                                                \
#name, "f64(f64,*void)", (capsule_function)name                                                \
  }
    WITH_CONTEXT(power_log),
    WITH_CONTEXT(peak),
    WITH_CONTEXT(wave),
    WITH_CONTEXT(kink),
    WITH_CONTEXT(kink_of_pi),
    WITH_CONTEXT(two_ends),
    WITH_CONTEXT(power_of_sine),
    WITH_CONTEXT(power_of_log),
    WITH_CONTEXT(decay),
    WITH_CONTEXT(slow_decay),
    WITH_CONTEXT(bell),
    WITH_CONTEXT(power),
    WITH_CONTEXT(not_above),
    WITH_CONTEXT(infinite_at),
    WITH_CONTEXT(times),
    {"twice", "f64(f64)", (capsule_function)twice},
    {"add", "f64(f64,f64)", (capsule_function)add},
    {"digits", "f64(f64,f64)", (capsule_function)digits},
    {"smooth", "f64(f64,f64,*void)", (capsule_function)smooth},
    {"float", "f32(f32)", (capsule_function)sqrtf},
    {"range", "f64(*f64,usize)", (capsule_function)range},
};

static void destroy(void *function, void *context) {
  (void)function;
  free(context);
}

/* seal(name, context): seals one of the functions, with a number as its context. */
static napi_value seal(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value argument[2];
  char name[32] = "";
  double number = 0;
  if (napi_get_cb_info(env, info, &count, argument, NULL, NULL) != napi_ok) return NULL;
  napi_get_value_string_utf8(env, argument[0], name, sizeof(name), NULL);
  napi_get_value_double(env, argument[1], &number);
  for (size_t i = 0; i < sizeof(callbacks) / sizeof(*callbacks); i++) {
    if (strcmp(name, callbacks[i].name) != 0) continue;
    double *context = (double *)malloc(sizeof(double));
    if (context == NULL) return NULL;
    *context = number;
    napi_value capsule = capsule_seal_function(env, "@forge/callbacks", callbacks[i].signature,
                                               callbacks[i].function, context, destroy);
    if (capsule == NULL) free(context);
    return capsule;
  }
  napi_throw_type_error(env, NULL, "expected the name of a function in callbacks.c");
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor property;
  memset(&property, 0, sizeof(property));
  property.utf8name = "seal";
  property.method = seal;
  return napi_define_properties(env, exports, 1, &property) == napi_ok ? exports : NULL;
}
