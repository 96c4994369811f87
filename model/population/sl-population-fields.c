/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/population/sl-population-fields.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/galaxy/sl-options.h"
#include "model/support/sl-error.h"

/* Largest whole number up to which a double holds all. */
#define MOST_WHOLE 9007199254740992.0

/* Short names of flags. Whatever is in files changes sums. */
#define IN_FILE (SL_POP_FIELD_IN_FILE | SL_POP_FIELD_SUMS)
#define SUMS SL_POP_FIELD_SUMS
#define LIGHT SL_POP_FIELD_LIGHT
#define STRUCTURE SL_POP_FIELD_STRUCTURE
#define SECOND SL_POP_FIELD_SECOND

/* ------------------------------------------------------------------- tables */

static const char *const frame_words[] = { "rest", "observed" };
static const char *const shape_words[] = { [SL_POP_NORMAL] = "normal", [SL_POP_UNIFORM] = "uniform" };

#define ROW(struct_, n_, name_, type_, member, flags_, unit_, def_, lo_, hi_, doc_, ...)                     \
  {                                                                                                          \
    .name = name_, .type = SL_POP_FIELD_##type_, .offset = G_STRUCT_OFFSET (struct_, member), .n = n_,       \
    .flags = flags_, .unit = unit_, .def = def_, .lo = lo_, .hi = hi_, .doc = doc_, __VA_ARGS__              \
  }

#define ELEMENT(...) ROW (SlPopDistribution, 1, __VA_ARGS__)
static const SlPopulationField distribution_table[] = {
  ELEMENT ("shape", CHOICE, shape, IN_FILE | STRUCTURE, "", SL_POP_NORMAL, 0.0, 1.0, NULL,
           .words = shape_words),
  ELEMENT ("mean", NUMBER, mean, IN_FILE | SL_POP_FIELD_REQUIRED, "", 0.0, -INFINITY, INFINITY, NULL),
  ELEMENT ("scatter", NUMBER, scatter, IN_FILE, "", 0.0, -INFINITY, INFINITY, NULL),
  ELEMENT ("slope", NUMBER, slope, IN_FILE, "", 0.0, -100.0, 100.0, NULL),
};
#undef ELEMENT

#define ELEMENT(...) ROW (SlPopCorrelation, 1, __VA_ARGS__)
static const SlPopulationField correlation_table[] = {
  ELEMENT ("a", PARAMETER, a, IN_FILE | STRUCTURE, "", 0.0, 0.0, SL_POP_N - 1, NULL),
  ELEMENT ("b", PARAMETER, b, IN_FILE | STRUCTURE, "", 0.0, 0.0, SL_POP_N - 1, NULL),
  ELEMENT ("rho", NUMBER, rho, IN_FILE, "", 0.0, -1.0, 1.0, NULL),
};
#undef ELEMENT

#define LIST(table, type) .elements = table, .n_elements = G_N_ELEMENTS (table), .element_size = sizeof (type)
#define MEMBER(...) ROW (SlPopulationSpec, 1, __VA_ARGS__)
#define ARRAY(n, ...) ROW (SlPopulationSpec, n, __VA_ARGS__)

/* In the order of files. Members of one object follow each other; bands precede what names one. */
static const SlPopulationField field_table[] = {
  MEMBER ("seed", WHOLE, seed, IN_FILE, "", 1.0, 0.0, MOST_WHOLE, N_ ("Seed of the random numbers")),
  MEMBER ("galaxy", GALAXY, base, IN_FILE, "", 0.0, 0.0, 0.0, NULL),
  MEMBER ("frame", CHOICE, observed, IN_FILE | LIGHT | STRUCTURE, "", 0.0, 0.0, 1.0,
          N_ ("Frame of the bands"), .words = frame_words),
  MEMBER ("gas", FLAG, gas, IN_FILE | LIGHT | STRUCTURE, "", 1.0, 0.0, 1.0,
          N_ ("Light of ionised gas is included")),
  MEMBER ("dust", FLAG, dust, IN_FILE | LIGHT | STRUCTURE, "", 0.0, 0.0, 1.0,
          N_ ("Dust attenuates the light")),
  MEMBER ("burst", FLAG, burst, IN_FILE | STRUCTURE, "", 0.0, 0.0, 1.0,
          N_ ("Galaxies have a recent burst of star formation")),
  MEMBER ("tied_metals", FLAG, tied_metals, IN_FILE | LIGHT | STRUCTURE, "", 1.0, 0.0, 1.0,
          N_ ("Old stars have the metallicity of young stars")),
  MEMBER ("tied_dust", FLAG, tied_dust, IN_FILE | LIGHT | STRUCTURE, "", 1.0, 0.0, 1.0,
          N_ ("Old stars have the dust of young stars")),
  MEMBER ("pivot", NUMBER, pivot, IN_FILE, "lg Msun", 12.0, 0.0, 20.0,
          N_ ("Halo mass at which slopes change nothing")),
  MEMBER ("drawn", SET, drawn, SUMS | STRUCTURE, "", 0.0, 0.0, 0.0, NULL),
  MEMBER ("own", SET, own, SUMS | STRUCTURE, "", 0.0, 0.0, 0.0, NULL),
  MEMBER ("components", COUNT, n_components, SUMS | STRUCTURE, "", 1.0, 1.0, SL_POP_MAX_COMPONENTS, NULL),
  ARRAY (SL_POP_MAX_COMPONENTS *SL_POP_N, "distributions", DISTRIBUTIONS, axis, IN_FILE | STRUCTURE, "", 0.0,
         0.0, 0.0, NULL, LIST (distribution_table, SlPopDistribution)),
  MEMBER ("times.n", COUNT, n_times, IN_FILE, "", 100.0, 2.0, SL_POP_MAX_TIMES,
          N_ ("Number of times in the table of the SFH")),
  MEMBER ("times.first", NUMBER, t_first, IN_FILE, "Gyr", 0.1, 0.002, 20.0, N_ ("First of these times")),
  MEMBER ("times.last", NUMBER, t_last, IN_FILE, "Gyr", 13.8, 0.002, 20.0, N_ ("Last of these times")),
  ARRAY (SL_POP_MAX_BANDS, "bands", BANDS, band, IN_FILE | LIGHT | STRUCTURE, "", 0.0, 0.0, 0.0,
         N_ ("Filters"), .count = G_STRUCT_OFFSET (SlPopulationSpec, n_bands)),
  MEMBER ("fraction.mid", NUMBER, fraction[0], IN_FILE | SECOND, "lg Msun", 12.5, 0.0, 20.0,
          N_ ("Halo mass at the middle of the transition to the second component")),
  MEMBER ("fraction.rate", NUMBER, fraction[1], IN_FILE | SECOND, "1/dex", 2.0, -100.0, 100.0,
          N_ ("Steepness of that transition")),
  MEMBER ("fraction.low", NUMBER, fraction[2], IN_FILE | SECOND, "", 0.0, 0.0, 1.0,
          N_ ("Fraction of the second component in small haloes")),
  MEMBER ("fraction.high", NUMBER, fraction[3], IN_FILE | SECOND, "", 1.0, 0.0, 1.0,
          N_ ("Fraction of the second component in large haloes")),
  ARRAY (SL_POP_MAX_CORRELATIONS, "correlations", CORRELATIONS, correlation, IN_FILE | STRUCTURE, "", 0.0,
         0.0, 0.0, NULL, .count = G_STRUCT_OFFSET (SlPopulationSpec, n_correlations),
         LIST (correlation_table, SlPopCorrelation)),
  MEMBER ("cut.blue", BAND, blue, IN_FILE | LIGHT | STRUCTURE, "", 1.0, 0.0, SL_POP_MAX_BANDS - 1,
          N_ ("Bluer band of the colour")),
  MEMBER ("cut.red", BAND, red, IN_FILE | LIGHT | STRUCTURE, "", 2.0, 0.0, SL_POP_MAX_BANDS - 1,
          N_ ("Redder band of the colour")),
  MEMBER ("cut.at", NUMBER, cut, IN_FILE, "mag", 0.6, -100.0, 100.0,
          N_ ("Colour above which galaxies pass the cut")),
  MEMBER ("cut.smoothing", NUMBER, cut_width, IN_FILE, "mag", 0.02, 1e-4, 10.0,
          N_ ("Smoothing width of the cut")),
  MEMBER ("histogram.band", BAND, magnitude, IN_FILE | LIGHT | STRUCTURE, "", 2.0, 0.0, SL_POP_MAX_BANDS - 1,
          N_ ("Band of the histogram")),
  MEMBER ("histogram.from", NUMBER, bin_lo, IN_FILE, "mag", -26.0, -INFINITY, INFINITY,
          N_ ("Bright end of the first bin")),
  MEMBER ("histogram.to", NUMBER, bin_hi, IN_FILE, "mag", -10.0, -INFINITY, INFINITY,
          N_ ("Faint end of the last bin")),
  MEMBER ("histogram.bins", COUNT, n_bins, IN_FILE | STRUCTURE, "", 64.0, 1.0, SL_POP_MAX_BINS,
          N_ ("Number of bins")),
  MEMBER ("histogram.smoothing", NUMBER, bin_width, IN_FILE, "mag", 0.1, 1e-4, INFINITY,
          N_ ("Smoothing width of each magnitude")),
  MEMBER ("map.bins", COUNT, n_map, IN_FILE, "", 48.0, 1.0, SL_POP_MAX_MAP,
          N_ ("Number of colour bins of the map")),
  MEMBER ("map.from", NUMBER, map_lo, IN_FILE, "mag", -0.4, -INFINITY, INFINITY,
          N_ ("Bluest colour of the map")),
  MEMBER ("map.to", NUMBER, map_hi, IN_FILE, "mag", 1.2, -INFINITY, INFINITY,
          N_ ("Reddest colour of the map")),
  MEMBER ("catalogue", CATALOGUE, catalogue, IN_FILE, "", 0.0, 0.0, 0.0, NULL),
  MEMBER ("only_needed", FLAG, only_needed, 0, "", 0.0, 0.0, 1.0, NULL),
};
#undef MEMBER
#undef ARRAY
#undef LIST
#undef ROW

guint
sl_population_field_count (void)
{
  return G_N_ELEMENTS (field_table);
}

const SlPopulationField *
sl_population_field (guint i)
{
  return i < G_N_ELEMENTS (field_table) ? &field_table[i] : NULL;
}

const SlPopulationField *
sl_population_field_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (field_table); i++)
    if (strcmp (field_table[i].name, name) == 0)
      return &field_table[i];
  return NULL;
}

gsize
sl_population_field_size (const SlPopulationField *self)
{
  static const gsize size[] = {
    [SL_POP_FIELD_FLAG] = sizeof (gboolean),
    [SL_POP_FIELD_CHOICE] = sizeof (int),
    [SL_POP_FIELD_COUNT] = sizeof (guint),
    [SL_POP_FIELD_WHOLE] = sizeof (guint64),
    [SL_POP_FIELD_NUMBER] = sizeof (double),
    [SL_POP_FIELD_BAND] = sizeof (guint),
    [SL_POP_FIELD_PARAMETER] = sizeof (int),
    [SL_POP_FIELD_SET] = sizeof (SlPopSet),
    [SL_POP_FIELD_BANDS] = SL_POP_BAND_NAME,
    [SL_POP_FIELD_GALAXY] = sizeof (SlGalaxy),
    [SL_POP_FIELD_DISTRIBUTIONS] = sizeof (SlPopDistribution),
    [SL_POP_FIELD_CORRELATIONS] = sizeof (SlPopCorrelation),
    [SL_POP_FIELD_CATALOGUE] = sizeof (const SlPopCatalogue *),
  };

  return self->n * size[self->type];
}

/* ------------------------------------------------------------ single values */

gboolean
sl_population_field_is_scalar (const SlPopulationField *self)
{
  return self->type <= SL_POP_FIELD_PARAMETER;
}

double
sl_population_field_get (const SlPopulationField *self, gconstpointer base)
{
  switch (self->type)
    {
    case SL_POP_FIELD_FLAG:
      return G_STRUCT_MEMBER (const gboolean, base, self->offset) ? 1.0 : 0.0;
    case SL_POP_FIELD_CHOICE:
    case SL_POP_FIELD_PARAMETER:
      return G_STRUCT_MEMBER (const int, base, self->offset);
    case SL_POP_FIELD_COUNT:
    case SL_POP_FIELD_BAND:
      return G_STRUCT_MEMBER (const guint, base, self->offset);
    case SL_POP_FIELD_WHOLE:
      return G_STRUCT_MEMBER (const guint64, base, self->offset);
    case SL_POP_FIELD_NUMBER:
      return G_STRUCT_MEMBER (const double, base, self->offset);
    case SL_POP_FIELD_SET:
    case SL_POP_FIELD_BANDS:
    case SL_POP_FIELD_GALAXY:
    case SL_POP_FIELD_DISTRIBUTIONS:
    case SL_POP_FIELD_CORRELATIONS:
    case SL_POP_FIELD_CATALOGUE:
      break;
    }
  g_return_val_if_reached (NAN);
}

void
sl_population_field_set (const SlPopulationField *self, gpointer base, double value)
{
  switch (self->type)
    {
    case SL_POP_FIELD_FLAG:
      G_STRUCT_MEMBER (gboolean, base, self->offset) = value != 0.0;
      return;
    case SL_POP_FIELD_CHOICE:
    case SL_POP_FIELD_PARAMETER:
      G_STRUCT_MEMBER (int, base, self->offset) = (int) value;
      return;
    case SL_POP_FIELD_COUNT:
    case SL_POP_FIELD_BAND:
      G_STRUCT_MEMBER (guint, base, self->offset) = (guint) value;
      return;
    case SL_POP_FIELD_WHOLE:
      G_STRUCT_MEMBER (guint64, base, self->offset) = (guint64) value;
      return;
    case SL_POP_FIELD_NUMBER:
      G_STRUCT_MEMBER (double, base, self->offset) = value;
      return;
    case SL_POP_FIELD_SET:
    case SL_POP_FIELD_BANDS:
    case SL_POP_FIELD_GALAXY:
    case SL_POP_FIELD_DISTRIBUTIONS:
    case SL_POP_FIELD_CORRELATIONS:
    case SL_POP_FIELD_CATALOGUE:
      break;
    }
  g_return_if_reached ();
}

gboolean
sl_population_field_fits (const SlPopulationField *self, double value)
{
  return isfinite (value) && value >= self->lo && value <= self->hi
         && (self->type == SL_POP_FIELD_NUMBER || value == floor (value));
}

char *
sl_population_field_expected (const SlPopulationField *self)
{
  switch (self->type)
    {
    case SL_POP_FIELD_FLAG:
      return g_strdup (_ ("true or false"));
    case SL_POP_FIELD_CHOICE:
      return g_strdup_printf (_ ("“%s” or “%s”"), self->words[0], self->words[1]);
    case SL_POP_FIELD_BAND:
      return g_strdup (_ ("one of the bands"));
    case SL_POP_FIELD_BANDS:
      return g_strdup_printf (_ ("names of 1 to %u filters"), self->n);
    case SL_POP_FIELD_PARAMETER:
      return g_strdup (_ ("the name of a parameter"));
    case SL_POP_FIELD_COUNT:
    case SL_POP_FIELD_WHOLE:
      return g_strdup_printf (_ ("a whole number from %.0f to %.0f"), self->lo, self->hi);
    case SL_POP_FIELD_NUMBER:
      if (isinf (self->lo))
        return g_strdup (_ ("a number"));
      if (isinf (self->hi))
        return g_strdup_printf (_ ("a number of at least %g"), self->lo);
      return g_strdup_printf (_ ("a number from %g to %g"), self->lo, self->hi);
    case SL_POP_FIELD_SET:
    case SL_POP_FIELD_GALAXY:
    case SL_POP_FIELD_DISTRIBUTIONS:
    case SL_POP_FIELD_CORRELATIONS:
    case SL_POP_FIELD_CATALOGUE:
      break;
    }
  g_return_val_if_reached (NULL);
}

/* --------------------------------------------------------------------- text */

/* Words in hexadecimal, the last first. */
static char *
set_to_text (const SlPopSet *set)
{
  GString *text = g_string_new (NULL);

  for (guint i = G_N_ELEMENTS (set->word); i-- > 0;)
    g_string_append_printf (text, text->len ? "%08x" : "%x", set->word[i]);
  return g_string_free (text, FALSE);
}

/* The shortest number that reads back to the same double. */
static char *
number_to_text (double x)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 15; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, x);
      if (g_ascii_strtod (text, NULL) == x)
        break;
    }
  return g_strdup (text);
}

char *
sl_population_field_to_text (const SlPopulationField *self, const SlPopulationSpec *spec)
{
  const double x = sl_population_field_is_scalar (self) ? sl_population_field_get (self, spec) : NAN;

  if (self->type == SL_POP_FIELD_FLAG)
    return g_strdup (x != 0.0 ? "true" : "false");
  if (self->type == SL_POP_FIELD_CHOICE)
    return g_strdup (self->words[(int) x]);
  if (self->type == SL_POP_FIELD_BAND)
    return g_strdup (spec->band[(int) x]);
  if (self->type == SL_POP_FIELD_PARAMETER)
    return g_strdup (sl_param_info (sl_pop_param ((int) x))->name);
  if (sl_population_field_is_scalar (self))
    return number_to_text (x);
  if (self->type == SL_POP_FIELD_SET)
    return set_to_text (&G_STRUCT_MEMBER (const SlPopSet, spec, self->offset));
  if (self->type == SL_POP_FIELD_BANDS)
    {
      GString *text = g_string_new (NULL);

      for (guint b = 0; b < spec->n_bands; b++)
        g_string_append_printf (text, "%s%s", b ? "," : "", spec->band[b]);
      return g_string_free (text, FALSE);
    }
  return NULL;
}

gboolean
sl_population_field_is_settable (const SlPopulationField *self, const SlPopulationSpec *spec)
{
  return self->flags & SL_POP_FIELD_IN_FILE
         && (sl_population_field_is_scalar (self) || self->type == SL_POP_FIELD_BANDS)
         && !(self->flags & SL_POP_FIELD_SECOND && spec->n_components < 2);
}

void
sl_population_set_bands (SlPopulationSpec *spec, const char *const *names, guint n)
{
  g_return_if_fail (n >= 1 && n <= SL_POP_MAX_BANDS);
  memset (spec->band, 0, sizeof spec->band);
  for (guint b = 0; b < n; b++)
    g_strlcpy (spec->band[b], names[b], SL_POP_BAND_NAME);
  spec->n_bands = n;
  spec->magnitude = spec->blue = spec->red = 0;
}

static gboolean
set_bands_text (const SlPopulationField *self, SlPopulationSpec *spec, const char *text)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);
  const guint n = g_strv_length (names);

  for (guint b = 0; b < n; b++)
    if (!*g_strstrip (names[b]) || strlen (names[b]) >= SL_POP_BAND_NAME)
      return FALSE;
  if (n < 1 || n > self->n)
    return FALSE;
  sl_population_set_bands (spec, (const char *const *) names, n);
  return TRUE;
}

static gboolean
parse_number (const char *text, double *x)
{
  char *end;

  *x = g_ascii_strtod (text, &end);
  return end > text && strspn (end, " \t") == strlen (end);
}

/* Number of a scalar's text, or NAN. */
static double
parse_scalar (const SlPopulationField *self, const SlPopulationSpec *spec, const char *text)
{
  double x = NAN;

  if (self->type == SL_POP_FIELD_FLAG)
    return strcmp (text, "true") == 0 ? 1.0 : strcmp (text, "false") == 0 ? 0.0 : NAN;
  if (self->type == SL_POP_FIELD_CHOICE)
    {
      for (int i = 0; i <= self->hi; i++)
        if (strcmp (self->words[i], text) == 0)
          return i;
      return NAN;
    }
  if (self->type == SL_POP_FIELD_BAND)
    {
      for (guint b = 0; b < spec->n_bands; b++)
        if (strcmp (spec->band[b], text) == 0)
          return b;
      return NAN;
    }
  if (self->type == SL_POP_FIELD_PARAMETER)
    {
      const int id = sl_param_lookup (text), p = id < 0 ? -1 : sl_pop_of_param (id);

      return p < 0 ? NAN : p;
    }
  return parse_number (text, &x) ? x : NAN;
}

gboolean
sl_population_field_set_text (const SlPopulationField *self, SlPopulationSpec *spec, const char *text,
                              GError **error)
{
  g_autofree char *expected = NULL;

  g_return_val_if_fail (sl_population_field_is_scalar (self) || self->type == SL_POP_FIELD_BANDS, FALSE);
  if (self->type == SL_POP_FIELD_BANDS)
    {
      if (set_bands_text (self, spec, text))
        return TRUE;
    }
  else
    {
      const double x = parse_scalar (self, spec, text);

      if (sl_population_field_fits (self, x))
        {
          sl_population_field_set (self, spec, x);
          return TRUE;
        }
    }
  expected = sl_population_field_expected (self);
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("expected %s, found “%s”"), expected, text);
  return FALSE;
}

/* -------------------------------------------------------- whole descriptions */

void
sl_population_fields_init (SlPopulationSpec *spec)
{
  for (guint i = 0; i < G_N_ELEMENTS (field_table); i++)
    if (sl_population_field_is_scalar (&field_table[i]))
      sl_population_field_set (&field_table[i], spec, field_table[i].def);
}

gboolean
sl_population_fields_check (const SlPopulationSpec *spec, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (field_table); i++)
    {
      const SlPopulationField *field = &field_table[i];
      g_autofree char *expected = NULL;
      double x;

      if (!sl_population_field_is_scalar (field))
        continue;
      x = sl_population_field_get (field, spec);
      if (sl_population_field_fits (field, x) && (field->type != SL_POP_FIELD_BAND || x < spec->n_bands))
        continue;
      expected = sl_population_field_expected (field);
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("population: %s: expected %s, found %g"),
                   field->name, expected, x);
      return FALSE;
    }
  return TRUE;
}

static gboolean
same_elements (const SlPopulationField *self, const char *a, const char *b, guint n, int which)
{
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < self->n_elements; k++)
      {
        const SlPopulationField *element = &self->elements[k];
        const gsize at = i * self->element_size + element->offset;

        if ((which == SL_POP_FIELD_ALL || element->flags & which)
            && memcmp (a + at, b + at, sl_population_field_size (element)) != 0)
          return FALSE;
      }
  return TRUE;
}

gboolean
sl_population_field_same (const SlPopulationField *self, const SlPopulationSpec *a, const SlPopulationSpec *b,
                          int which)
{
  const char *x = (const char *) a + self->offset, *y = (const char *) b + self->offset;

  if (self->count
      && G_STRUCT_MEMBER (const guint, a, self->count) != G_STRUCT_MEMBER (const guint, b, self->count))
    return FALSE;
  if (self->type == SL_POP_FIELD_GALAXY)
    return memcmp (a->base.value, b->base.value, sizeof a->base.value) == 0
           && sl_galaxy_same_options (&a->base, &b->base);
  if (self->type == SL_POP_FIELD_BANDS)
    {
      for (guint i = 0; i < a->n_bands; i++)
        if (strcmp (a->band[i], b->band[i]) != 0)
          return FALSE;
      return TRUE;
    }
  if (self->elements)
    return same_elements (self, x, y,
                          self->count ? G_STRUCT_MEMBER (const guint, a, self->count) : self->n, which);
  return memcmp (x, y, sl_population_field_size (self)) == 0;
}

gboolean
sl_population_fields_same (const SlPopulationSpec *a, const SlPopulationSpec *b, int which)
{
  for (guint i = 0; i < G_N_ELEMENTS (field_table); i++)
    if ((which == SL_POP_FIELD_ALL || field_table[i].flags & which)
        && !sl_population_field_same (&field_table[i], a, b, which))
      return FALSE;
  return TRUE;
}
