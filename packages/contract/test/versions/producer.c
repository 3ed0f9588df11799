/* producer.c: seals the table of one version of @acme/rectangle, which the include path chooses and
   MAJOR and MINOR repeat for the preprocessor. The table ends at an unreadable page, so that a
   consumer that reads past it crashes. */
#include <math.h>
#include <rectangle/rectangle_node.h>
#include <sys/mman.h>
#include <unistd.h>

#if MAJOR == 1
static double area(double width, double height) { return width * height; }
#ifndef WITHOUT_EDGE
static double edge(double width, double height) { return 2 * (width + height); }
#endif
#else
static double volume(double width, double height, double depth) { return width * height * depth; }
static double area(double width, double height, double depth) {
  return 2 * (width * height + height * depth + depth * width);
}
#endif
#if MAJOR == 2 || MINOR >= 1
static double diagonal(double width, double height) {
  return sqrt(width * width + height * height);
}
#endif
#if MINOR >= 2
static double ratio(double width, double height) { return width / height; }
#endif

static const rectangle_api table = {
    RECTANGLE_HEAD,       .area = area,
#if MAJOR == 2
    .volume = volume,
#elif MINOR < 2
    .edge = edge,
#elif !defined(WITHOUT_EDGE)
    .retired_edge = edge,
#endif
#if MAJOR == 2 || MINOR >= 1
    .diagonal = diagonal,
#endif
#if MINOR >= 2
    .ratio = ratio,
#endif
};

/* Static storage, large enough to contain a page boundary at any address. */
enum { LARGEST_PAGE = 65536 };
static char storage[3 * LARGEST_PAGE];

static napi_value seal(napi_env env, napi_callback_info info) {
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  const uintptr_t boundary = ((uintptr_t)storage + page + page - 1) / page * page;
  void *placed = (void *)(boundary - sizeof(table)); /* NOLINT: the address is that of storage */
  (void)info;
  memcpy(placed, &table, sizeof(table));
  if (mprotect((void *)boundary, page, PROT_NONE) != 0) abort();
  return rectangle_seal(env, (const rectangle_api *)placed);
}

NAPI_MODULE_INIT() {
  napi_value function;
  if (napi_create_function(env, "seal", NAPI_AUTO_LENGTH, seal, NULL, &function) != napi_ok ||
      napi_set_named_property(env, exports, "seal", function) != napi_ok)
    return NULL;
  return exports;
}
