/* schema.c: finds a column of numbers in an ArrowSchema, and names the types that are none. */
#include "column.h"

#include <stdio.h>
#include <string.h>

static const char numbers[] = "gfcCsSiIlL";

/* The longest first where one begins with another. */
static const struct {
  const char *format, *meaning;
} meanings[] = {
    {"n", "null"},
    {"b", "boolean"},
    {"e", "float16"},
    {"z", "binary"},
    {"Z", "large binary"},
    {"vz", "binary view"},
    {"u", "utf8 string"},
    {"U", "large utf8"},
    {"vu", "utf8 view"},
    {"d:", "decimal"},
    {"w:", "fixed-size binary"},
    {"tdD", "date in days"},
    {"tdm", "date in milliseconds"},
    {"tt", "time"},
    {"ts", "timestamp"},
    {"tD", "duration"},
    {"ti", "interval"},
    {"+l", "list"},
    {"+L", "large list"},
    {"+vl", "list view"},
    {"+vL", "large list view"},
    {"+w:", "fixed-size list"},
    {"+s", "struct"},
    {"+m", "map"},
    {"+ud:", "dense union"},
    {"+us:", "sparse union"},
    {"+r", "run-end encoded"},
};

static const char *meaning_of(const char *format) {
  for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++) {
    const char *known = meanings[i].format;
    const size_t length = strlen(known);
    /* A format with parameters, such as "w:16" or "tsm:UTC", begins with its letters. */
    const bool has_parameters = known[length - 1] == ':' || known[0] == 't';
    if (has_parameters ? strncmp(format, known, length) == 0 : strcmp(format, known) == 0)
      return meanings[i].meaning;
  }
  return "an unknown type";
}

bool stats_arrow_refuse(stats_arrow_refusal *refusal, stats_arrow_fault fault, const char *expected,
                        const char *found, const char *advice) {
  refusal->fault = fault;
  snprintf(refusal->expected, sizeof(refusal->expected), "%s", expected);
  snprintf(refusal->found, sizeof(refusal->found), "%s", found);
  snprintf(refusal->advice, sizeof(refusal->advice), "%s", advice);
  return false;
}

static bool unsound(stats_arrow_refusal *refusal, const char *found) {
  return stats_arrow_refuse(refusal, STATS_ARROW_UNSOUND, "a valid ArrowSchema", found, "");
}

/* Appends a text of another addon, without control characters. */
static void append(char *to, size_t size, const char *text) {
  size_t length = strlen(to);
  for (; *text != '\0' && length + 1 < size; text++)
    to[length++] = (unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text;
  /* Does not end within a character of UTF-8: removes the last one, with its first byte. */
  if (((unsigned char)*text & 0xc0) == 0x80) {
    while (length > 0 && ((unsigned char)to[length - 1] & 0xc0) == 0x80) length--;
    if (length > 0) length--;
  }
  to[length] = '\0';
}

/* Appends the names of columns: 'a', 'b'. */
static void append_columns(char *to, size_t size, const struct ArrowSchema *schema) {
  enum { SHOWN = 8 };
  for (int64_t i = 0; i < schema->n_children && i < SHOWN; i++) {
    const char *name = schema->children[i]->name;
    append(to, size, i == 0 ? "'" : ", '");
    append(to, size, name == NULL ? "" : name);
    append(to, size, "'");
  }
  if (schema->n_children > SHOWN) append(to, size, " ...");
}

static bool refuse_type(const struct ArrowSchema *schema, stats_arrow_refusal *refusal) {
  const char *format = schema->format;
  const bool is_dictionary = schema->dictionary != NULL;
  stats_arrow_refuse(refusal, STATS_ARROW_TYPE,
                     "a column of float64, float32 or integers (Arrow formats g, f, c, C, s, S, i, "
                     "I, l, L)",
                     "format '", "");
  append(refusal->found, sizeof(refusal->found), format);
  append(refusal->found, sizeof(refusal->found), "' (");
  append(refusal->found, sizeof(refusal->found),
         is_dictionary ? "indices of a dictionary" : meaning_of(format));
  append(refusal->found, sizeof(refusal->found), ")");
  if (is_dictionary)
    append(refusal->advice, sizeof(refusal->advice), "Decode the dictionary in its producer.");
  else if (strcmp(format, "e") == 0 || strncmp(format, "d:", 2) == 0)
    append(refusal->advice, sizeof(refusal->advice), "Cast it to float64 in its producer.");
  else if (format[0] == 't')
    append(refusal->advice, sizeof(refusal->advice), "Cast it to an integer in its producer.");
  return false;
}

static bool check_children(const struct ArrowSchema *schema, stats_arrow_refusal *refusal) {
  if (schema->n_children < 0) return unsound(refusal, "a negative n_children");
  if (schema->n_children > 0 && schema->children == NULL)
    return unsound(refusal, "n_children without children");
  for (int64_t i = 0; i < schema->n_children; i++)
    if (schema->children[i] == NULL || schema->children[i]->format == NULL)
      return unsound(refusal, "a child that is NULL, or has no format");
  return true;
}

static bool find_number(const struct ArrowSchema *schema, stats_arrow_field *field,
                        stats_arrow_refusal *refusal) {
  if (schema->dictionary != NULL || strlen(schema->format) != 1 ||
      strchr(numbers, schema->format[0]) == NULL)
    return refuse_type(schema, refusal);
  if (schema->n_children != 0) return unsound(refusal, "a column of numbers with children");
  field->format = schema->format[0];
  return true;
}

static bool refuse_column(const struct ArrowSchema *schema, const char *name,
                          stats_arrow_refusal *refusal) {
  stats_arrow_refuse(
      refusal, STATS_ARROW_NO_COLUMN, "",
      schema->n_children == 0 ? "a table without columns" : "a table with the columns ", "");
  append_columns(refusal->found, sizeof(refusal->found), schema);
  if (name == NULL) {
    append(refusal->expected, sizeof(refusal->expected), "one column");
    append(refusal->advice, sizeof(refusal->advice),
           "Choose one: readArrow(values, { column: 'name' }).values.");
  } else {
    append(refusal->expected, sizeof(refusal->expected), "one column named '");
    append(refusal->expected, sizeof(refusal->expected), name);
    append(refusal->expected, sizeof(refusal->expected), "'");
  }
  return false;
}

bool stats_arrow_find(const struct ArrowSchema *schema, const char *name, stats_arrow_field *field,
                      stats_arrow_refusal *refusal) {
  if (schema->format == NULL) return unsound(refusal, "one without a format");
  if (!check_children(schema, refusal)) return false;
  field->child = -1;
  field->n_children = schema->n_children;
  if (strcmp(schema->format, "+s") != 0) {
    if (name == NULL) return find_number(schema, field, refusal);
    stats_arrow_refuse(refusal, STATS_ARROW_NO_COLUMN, "a table, format '+s'", "format '", "");
    append(refusal->found, sizeof(refusal->found), schema->format);
    append(refusal->found, sizeof(refusal->found), "', which has no columns to choose from");
    return false;
  }
  for (int64_t i = 0; name != NULL && i < schema->n_children; i++) {
    const char *own = schema->children[i]->name;
    if (strcmp(own == NULL ? "" : own, name) != 0) continue;
    if (field->child >= 0) return refuse_column(schema, name, refusal); /* two have the name */
    field->child = i;
  }
  if (field->child < 0) return refuse_column(schema, name, refusal);
  return check_children(schema->children[field->child], refusal) &&
         find_number(schema->children[field->child], field, refusal);
}
