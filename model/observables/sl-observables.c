/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/observables/sl-observables.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* Tangents carried at once; see sl_observable_value(). */
#define SL_DUAL_K 4
#include "model/formulas/sl-formula.h"
#include "model/support/sl-error.h"
#include "model/support/sl-nearest.h"
#include "model/observables/sl-solar.h"

G_STATIC_ASSERT (2 + SL_INDEX_MOMENTS <= SL_MAX_FUNCTIONALS && SL_INDEX_MOMENTS <= SL_MAX_ORDER + 1
                 && SL_SLOPE_BANDS <= SL_MAX_FUNCTIONALS);

/* What follows the ":" of a name. */
typedef enum {
  ARGUMENT_NONE,
  ARGUMENT_BAND,   /* SYSTEM/band */
  ARGUMENT_BANDS,  /* SYSTEM/band or, for a colour, SYSTEM/band-band */
  ARGUMENT_LINE,   /* a line of the table, or limits */
  ARGUMENT_LICK,   /* an index of the table */
  ARGUMENT_INDEX,  /* limits */
  ARGUMENT_IMF,
  ARGUMENT_EMISSION, /* an emission line */
  ARGUMENT_RATIO,    /* two of them, with a "/" between */
} Argument;

typedef struct { SlLight light; double lo, hi; } Integral;

/* An observable's functionals are, in this order: tables, energies, integrals, bands; or those of a line, an
 * index or emission lines. otherwise: the argument of a name without one, or NULL where the name then has a
 * row of its own or is unknown. */
typedef struct _SlObsKind SlObsKind;
struct _SlObsKind {
  const char *name, *usage; /* usage: as messages list it; NULL: another row lists it */
  Argument argument;
  const char *otherwise;
  SlObsFormula formula;
  SlObsSource source;
  gboolean bands, observed;
  /* of a line: both functionals, its light above the continuum, or the continuum */
  enum { LINE_WHOLE, LINE_ABOVE, LINE_UNDER } part;
  SlTableId table[2];
  SlPlanKind energy;        /* SL_PLAN_ATTENUATED or SL_PLAN_ABSORBED, or 0 */
  SlPlanKind emission;      /* SL_PLAN_EMISSION or SL_PLAN_EMISSION_BARE, or 0 */
  const char *lines;        /* emission lines of a name without an argument */
  double age;               /* of a table, Gyr */
  const Integral *integral;
  guint n_integrals;
  const char *label;        /* markup; %s: the argument's own label; %i: the initial mass function */
  const char *unit;
};

static const Integral break_table[] = { { SL_LIGHT_MEAN_NU, 4000.0, 4100.0 },
                                        { SL_LIGHT_MEAN_NU, 3850.0, 3950.0 } };
/* Of the continuum between lines (Calzetti, Kinney & Storchi-Bergmann 1994, ApJ 429, 582, Table 2). */
static const Integral uv_table[SL_SLOPE_BANDS] = {
  { SL_LIGHT_MEAN_LAMBDA, 1268.0, 1284.0 }, { SL_LIGHT_MEAN_LAMBDA, 1309.0, 1316.0 },
  { SL_LIGHT_MEAN_LAMBDA, 1342.0, 1371.0 }, { SL_LIGHT_MEAN_LAMBDA, 1407.0, 1515.0 },
  { SL_LIGHT_MEAN_LAMBDA, 1562.0, 1583.0 }, { SL_LIGHT_MEAN_LAMBDA, 1677.0, 1740.0 },
  { SL_LIGHT_MEAN_LAMBDA, 1760.0, 1833.0 }, { SL_LIGHT_MEAN_LAMBDA, 1866.0, 1890.0 },
  { SL_LIGHT_MEAN_LAMBDA, 1930.0, 1950.0 }, { SL_LIGHT_MEAN_LAMBDA, 2400.0, 2580.0 },
};
static const Integral infrared_table[] = { { SL_LIGHT_TOTAL, 8e4, 1e7 } };
/* A mass says which stars it counts, and with which initial mass function. */
#define LABEL_MASS(which) "lg <i>M</i><sub>" which "</sub> (%i)"
#define LABEL_RATIO(which) "<i>M</i><sub>" which "</sub>/<i>L</i>(%s) (%i)"
#define INTEGRALS(table) .integral = table, .n_integrals = G_N_ELEMENTS (table)

/* The luminosity of an emission line, and the ratio of two. */
#define EMISSION(name, of, one, two)                                                                         \
  { name, name ":LINE", ARGUMENT_EMISSION, .formula = SL_FORMULA_LG, .emission = of, .label = one,           \
    .unit = "L☉" },                                                                                          \
  { name, name ":LINE/LINE", ARGUMENT_RATIO, .formula = SL_FORMULA_RATIO, .emission = of, .label = two,      \
    .unit = "" }
/* A ratio with a name of its own. */
#define LINE_RATIO(name, ratio, of, title)                                                                   \
  { name, name, .formula = ratio, .emission = SL_PLAN_EMISSION, .lines = of, .label = title, .unit = "" }

static const SlObsKind kind_table[] = {
  { "rest", "rest:SYSTEM/band", ARGUMENT_BANDS, .formula = SL_FORMULA_MAGNITUDE, .bands = TRUE, .label = "%s",
    .unit = "mag" },
  { "obs", "obs:SYSTEM/band", ARGUMENT_BANDS, .formula = SL_FORMULA_MAGNITUDE, .bands = TRUE,
    .observed = TRUE, .label = "%s", .unit = "mag" },
  { "fnu", "fnu:SYSTEM/band", ARGUMENT_BAND, .formula = SL_FORMULA_FLUX, .bands = TRUE, .observed = TRUE,
    .label = "<i>f</i><sub>ν</sub>(%s)", .unit = "µJy" },
  { "ew", "ew:LO-HI+BLO-BHI+RLO-RHI[@CENTRE]", ARGUMENT_LINE, .formula = SL_FORMULA_RATIO,
    .label = "<i>W</i>(%s)", .unit = "Å" },
  { "flux", "flux:LO-HI+BLO-BHI+RLO-RHI[@CENTRE]", ARGUMENT_LINE, .formula = SL_FORMULA_LG_TIMES,
    .part = LINE_ABOVE, .label = "lg <i>L</i>(%s)", .unit = "L☉" },
  { "cont", "cont:LO-HI+BLO-BHI+RLO-RHI[@CENTRE]", ARGUMENT_LINE, .formula = SL_FORMULA_LG_TIMES,
    .part = LINE_UNDER, .label = "lg <i>L</i><sub>λ</sub>(%s)", .unit = "L☉/Å" },
  EMISSION ("line", SL_PLAN_EMISSION, "lg <i>L</i>(%s)", "%s"),
  EMISSION ("line0", SL_PLAN_EMISSION_BARE, "lg <i>L</i><sub>0</sub>(%s)", "(%s)<sub>0</sub>"),
  { "lgratio", "lgratio:LINE/LINE", ARGUMENT_RATIO, .formula = SL_FORMULA_LG_RATIO,
    .emission = SL_PLAN_EMISSION, .label = "lg %s", .unit = "" },
  LINE_RATIO ("balmer_decrement", SL_FORMULA_RATIO, "Halpha/Hbeta", "Hα/Hβ"),
  LINE_RATIO ("lgoiii_hbeta", SL_FORMULA_LG_RATIO, "OIII5007/Hbeta", "lg [O III]/Hβ"),
  LINE_RATIO ("lgnii_halpha", SL_FORMULA_LG_RATIO, "NII6584/Halpha", "lg [N II]/Hα"),
  LINE_RATIO ("lgsii_halpha", SL_FORMULA_LG_RATIO, "SII6725/Halpha", "lg [S II]/Hα"),
  LINE_RATIO ("lgoi_halpha", SL_FORMULA_LG_RATIO, "OI6300/Halpha", "lg [O I]/Hα"),
  LINE_RATIO ("lgoiii_oii", SL_FORMULA_LG_RATIO, "OIII5007/OII3727", "lg [O III]/[O II]"),
  { "lick", NULL, ARGUMENT_LICK, .formula = SL_FORMULA_INDEX, .label = "%s", .unit = "Å" },
  { "index", "index:LO-HI+BLO-BHI+RLO-RHI[+mag]", ARGUMENT_INDEX, .formula = SL_FORMULA_INDEX,
    .label = "<i>I</i>(%s)", .unit = "Å" },
  { "d4000n", "d4000n", .formula = SL_FORMULA_RATIO, INTEGRALS (break_table),
    .label = "<i>D</i><sub>n</sub>(4000)", .unit = "" },
  { "beta_uv", "beta_uv", .formula = SL_FORMULA_SLOPE, INTEGRALS (uv_table),
    .label = "<i>β</i><sub>UV</sub>", .unit = "" },
  { "lglir", "lglir", .formula = SL_FORMULA_LG, INTEGRALS (infrared_table),
    .label = "lg <i>L</i><sub>IR</sub>", .unit = "L☉" },
  { "lglbol", "lglbol", .formula = SL_FORMULA_LG, .energy = SL_PLAN_ATTENUATED,
    .label = "lg <i>L</i><sub>bol</sub>", .unit = "L☉" },
  { "lgldust", "lgldust", .formula = SL_FORMULA_LG, .energy = SL_PLAN_ABSORBED,
    .label = "lg <i>L</i><sub>dust</sub>", .unit = "L☉" },
  { "lgqion", "lgqion", .formula = SL_FORMULA_LG, .table = { SL_TABLE_IONISING },
    .label = "lg <i>Q</i><sub>H</sub>", .unit = "s⁻¹" },
  { "lgmstar_formed", "lgmstar_formed", .formula = SL_FORMULA_VALUE, .source = SL_FROM_LG_FORMED,
    .label = LABEL_MASS ("formed"), .unit = "M☉" },
  { "lgmstar_living", "lgmstar_living[:IMF]", .formula = SL_FORMULA_LG, .table = { SL_TABLE_LIVING },
    .label = LABEL_MASS ("living"), .unit = "M☉" },
  { "lgmstar_living", NULL, ARGUMENT_IMF, .formula = SL_FORMULA_LG, .table = { SL_TABLE_LIVING },
    .label = LABEL_MASS ("living"), .unit = "M☉" },
  { "lgmstar_with_remnants", "lgmstar_with_remnants[:IMF]", .formula = SL_FORMULA_LG,
    .table = { SL_TABLE_WITH_REMNANTS }, .label = LABEL_MASS ("living + remnants"), .unit = "M☉" },
  { "lgmstar_with_remnants", NULL, ARGUMENT_IMF, .formula = SL_FORMULA_LG,
    .table = { SL_TABLE_WITH_REMNANTS }, .label = LABEL_MASS ("living + remnants"), .unit = "M☉" },
  { "lgmstar_remnants", "lgmstar_remnants[:IMF]", .formula = SL_FORMULA_LG, .table = { SL_TABLE_REMNANTS },
    .label = LABEL_MASS ("remnants"), .unit = "M☉" },
  { "lgmstar_remnants", NULL, ARGUMENT_IMF, .formula = SL_FORMULA_LG, .table = { SL_TABLE_REMNANTS },
    .label = LABEL_MASS ("remnants"), .unit = "M☉" },
  /* Names of older files, which did not tell that only the second counts remnants. */
  { "lgmstar_surviving", NULL, .formula = SL_FORMULA_LG, .table = { SL_TABLE_LIVING },
    .label = LABEL_MASS ("living"), .unit = "M☉" },
  { "lgmstar_surviving", NULL, ARGUMENT_IMF, .formula = SL_FORMULA_LG, .table = { SL_TABLE_WITH_REMNANTS },
    .label = LABEL_MASS ("living + remnants"), .unit = "M☉" },
  { "lgsfr", "lgsfr", .formula = SL_FORMULA_LG, .source = SL_FROM_SFR, .label = "lg SFR<sub>smooth</sub>",
    .unit = "M☉/yr" },
  { "lgsfr1", "lgsfr1", .formula = SL_FORMULA_LG, .table = { SL_TABLE_YOUNG }, .age = 0.001,
    .label = "lg SFR<sub>1 Myr</sub>", .unit = "M☉/yr" },
  { "lgsfr10", "lgsfr10", .formula = SL_FORMULA_LG, .table = { SL_TABLE_YOUNG }, .age = 0.01,
    .label = "lg SFR<sub>10 Myr</sub>", .unit = "M☉/yr" },
  { "lgsfr100", "lgsfr100", .formula = SL_FORMULA_LG, .table = { SL_TABLE_YOUNG }, .age = 0.1,
    .label = "lg SFR<sub>100 Myr</sub>", .unit = "M☉/yr" },
  { "age_mass", "age_mass", .formula = SL_FORMULA_RATIO, .table = { SL_TABLE_AGE, SL_TABLE_MASS },
    .label = "⟨age⟩<sub>mass formed</sub>", .unit = "Gyr" },
  { "age_light", "age_light[:SYSTEM/band]", ARGUMENT_BAND, "BESSELL/V", SL_FORMULA_RATIO,
    .table = { SL_TABLE_AGE_LIGHT, SL_TABLE_LIGHT }, .label = "⟨age⟩<sub>%s</sub>", .unit = "Gyr" },
  { "lgz_mass", "lgz_mass", .formula = SL_FORMULA_LG_RATIO, .table = { SL_TABLE_METALS, SL_TABLE_MASS },
    .label = "lg ⟨<i>Z</i>⟩<sub>mass formed</sub>", .unit = "" },
  { "lgz_light", "lgz_light[:SYSTEM/band]", ARGUMENT_BAND, "BESSELL/V", SL_FORMULA_LG_RATIO,
    .table = { SL_TABLE_METALS_LIGHT, SL_TABLE_LIGHT }, .label = "lg ⟨<i>Z</i>⟩<sub>%s</sub>", .unit = "" },
  { "ml", "ml:SYSTEM/band", ARGUMENT_BAND, .formula = SL_FORMULA_MASS_TO_LIGHT,
    .table = { SL_TABLE_WITH_REMNANTS }, .bands = TRUE, .label = LABEL_RATIO ("living + remnants"),
    .unit = "M☉/L☉" },
  { "ml_living", "ml_living:SYSTEM/band", ARGUMENT_BAND, .formula = SL_FORMULA_MASS_TO_LIGHT,
    .table = { SL_TABLE_LIVING }, .bands = TRUE, .label = LABEL_RATIO ("living"), .unit = "M☉/L☉" },
  { "ml_formed", "ml_formed:SYSTEM/band", ARGUMENT_BAND, .formula = SL_FORMULA_MASS_TO_LIGHT,
    .table = { SL_TABLE_MASS }, .bands = TRUE, .label = LABEL_RATIO ("formed"), .unit = "M☉/L☉" },
};

/* ----------------------------------------------------------------- names */

char *
sl_observable_names (const char *separator)
{
  g_autofree char *lines = sl_line_band_names (), *lick = sl_lick_band_names (), *imfs = sl_imf_names ();
  g_autofree char *emission = sl_emission_line_names ();
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kind_table); i++)
    if (kind_table[i].usage)
      g_string_append_printf (names, "%s%s", kind_table[i].usage, separator);
  g_string_append_printf (names, _ ("colours such as %s"), "rest:LSST/g-r");
  g_string_append_printf (names, "%sew:LINE, flux:LINE, cont:LINE (%s)%slick:INDEX (%s)%sIMF: %s", separator,
                          lines, separator, lick, separator, imfs);
  /* %s: a list of short names. */
  g_string_append_printf (names, _ ("%sline:LINE: %s, or a name of the library such as “O III 5006.84”"),
                          separator, emission);
  return g_string_free (names, FALSE);
}

static gboolean
unknown (const char *name, const char *what, GError **error)
{
  g_autofree char *known = sl_observable_names ("; ");

  g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE, _ ("unknown observable “%s”: %s. Known are %s"), name,
               what, known);
  return FALSE;
}

/* There is no such filter: names the one that is most like it. */
static gboolean
unknown_band (const SlFilterSet *filters, const char *name, const char *filter, GError **error)
{
  g_autofree const char **names = g_new0 (const char *, filters->n_filters + 1);
  const char *nearest;

  for (guint i = 0; i < filters->n_filters; i++)
    names[i] = filters->filters[i].name;
  nearest = sl_nearest_name (filter, names, filters->n_filters);
  if (!nearest)
    nearest = names[0];
  g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
               _ ("unknown observable “%s”: there is no band “%s” in %s; the nearest is %s"), name, filter,
               filters->path, nearest);
  return FALSE;
}

static gboolean
read_bands (const SlFilterSet *filters, const char *name, const char *body, SlObservable *o, GError **error)
{
  const char *slash = strchr (body, '/');
  g_autofree char *system = slash ? g_strndup (body, slash - body) : NULL;
  /* An empty text has no parts, but stands for a band without a name. */
  g_auto (GStrv) part = !slash     ? NULL
                        : slash[1] ? g_strsplit (slash + 1, "-", 3)
                                   : g_strdupv ((char *[]) { (char *) "", NULL });
  guint most = o->kind->argument == ARGUMENT_BANDS ? 2 : 1;

  if (!slash)
    return unknown (name, _ ("a band is written SYSTEM/band"), error);
  if (g_strv_length (part) > most)
    return unknown (name, most == 2 ? _ ("a colour has two bands") : _ ("it takes one band"), error);
  for (guint i = 0; part[i]; i++)
    {
      g_autofree char *filter = g_strconcat (system, "/", part[i], NULL);

      o->band[i] = sl_filter_set_find (filters, filter);
      if (!o->band[i])
        return unknown_band (filters, name, filter, error);
    }
  sl_observable_set_numerics (o, SL_NUMERICS_EXACT);
  if (o->band[1])
    o->formula = SL_FORMULA_COLOUR;
  if (o->formula == SL_FORMULA_MASS_TO_LIGHT
      && !sl_solar_magnitude (o->band[0]->name, &o->constant[1], error))
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  return TRUE;
}

/* w: the observable's bands on the library's axis, or as they are given before a library is known. */
static void
line_constants (SlObservable *o, const SlLineBand *w)
{
  const double blue = 0.5 * (w->blue_lo + w->blue_hi), red = 0.5 * (w->red_lo + w->red_hi),
               width = w->line_hi - w->line_lo;

  if (o->kind->argument == ARGUMENT_LINE)
    {
      /* From per frequency to per wavelength at the line's centre. */
      o->constant[0] = SL_C_AA / (w->line_mid * w->line_mid);
      return;
    }
  o->constant[0] = (0.5 * (w->line_lo + w->line_hi) - blue) / (red - blue);
  o->constant[1] = 0.5 * width / (red - blue);
  o->constant[2] = width;
}

/* A line and its side bands, given by limits, or by a name where find is not NULL. */
static gboolean
read_line_band (const char *name, const char *body, const SlLineBand *(*find) (const char *name),
             SlObservable *o, GError **error)
{
  const SlLineBand *known = find ? find (body) : NULL;

  if (known)
    o->line = *known;
  else if (find && !g_ascii_isdigit (body[0]))
    return unknown (name, o->kind->argument == ARGUMENT_LICK ? _ ("no such index") : _ ("no such line"),
                    error);
  else if (o->kind->argument == ARGUMENT_LICK)
    return unknown (name, _ ("write bands of your own as index:LO-HI+BLO-BHI+RLO-RHI"), error);
  else
    {
      g_autofree char *wrong = sl_line_band_read (body, o->kind->argument == ARGUMENT_LINE, &o->line);

      if (wrong)
        return unknown (name, wrong, error);
    }
  if (o->kind->argument != ARGUMENT_LINE && o->line.magnitude)
    o->formula = SL_FORMULA_INDEX_MAG;
  line_constants (o, &o->line);
  return TRUE;
}

/* Names of emission lines; only a library knows which there are. */
static gboolean
read_emission (const char *name, const char *body, SlObservable *o, GError **error)
{
  g_auto (GStrv) part = g_strsplit (body, "/", -1);
  const guint n = g_strv_length (part);

  for (guint i = 0; i < MIN (n, G_N_ELEMENTS (o->emission)) && *part[i]; i++)
    o->emission[i] = g_intern_string (g_strstrip (part[i]));
  if (n > G_N_ELEMENTS (o->emission) || !o->emission[0]
      || !o->emission[1] != (o->kind->argument == ARGUMENT_EMISSION))
    return unknown (name, _ ("expected an emission line, or two with a / between them"), error);
  return TRUE;
}

/* Least squares over the middles x of bands: the slope of a straight line through (ln x, y) is sum k y. */
static void
slope_constants (const Integral *band, double *k)
{
  double x[SL_SLOPE_BANDS], mean = 0.0, square = 0.0;

  for (guint i = 0; i < SL_SLOPE_BANDS; i++)
    {
      x[i] = log (0.5 * (band[i].lo + band[i].hi));
      mean += x[i] / SL_SLOPE_BANDS;
    }
  for (guint i = 0; i < SL_SLOPE_BANDS; i++)
    square += (x[i] - mean) * (x[i] - mean);
  for (guint i = 0; i < SL_SLOPE_BANDS; i++)
    k[i] = (x[i] - mean) / square;
}

/* The row of a name, or NULL. body: what follows the ":", or the row's default for it. */
static const SlObsKind *
find_kind (const char *name, const char **body)
{
  const char *colon = strchr (name, ':');
  gsize n = colon ? (gsize) (colon - name) : strlen (name);

  for (guint i = 0; i < G_N_ELEMENTS (kind_table); i++)
    {
      const SlObsKind *kind = &kind_table[i];

      if (strlen (kind->name) != n || strncmp (kind->name, name, n) != 0)
        continue;
      *body = colon ? colon + 1 : kind->otherwise;
      if (!*body != (kind->argument == ARGUMENT_NONE))
        continue;
      if (kind->argument != ARGUMENT_EMISSION || !strchr (*body, '/'))
        return kind;
    }
  return NULL;
}

gboolean
sl_observable_is_name (const char *text)
{
  const char *colon = strchr (text, ':');
  const gsize n = colon ? (gsize) (colon - text) : strlen (text);

  for (guint i = 0; i < G_N_ELEMENTS (kind_table); i++)
    if (strlen (kind_table[i].name) == n && strncmp (kind_table[i].name, text, n) == 0)
      return TRUE;
  return FALSE;
}

gboolean
sl_observable_has_bands (const SlObservable *o)
{
  return o->kind->bands;
}

void
sl_observable_set_numerics (SlObservable *o, SlNumerics numerics)
{
  for (guint i = 0; i < G_N_ELEMENTS (o->band) && o->band[i]; i++)
    o->constant[i] = sl_filter_ab_integral (o->band[i], numerics);
}

gboolean
sl_observable_parse (const SlFilterSet *filters, const char *name, SlObservable *o, GError **error)
{
  const char *body = NULL;

  memset (o, 0, sizeof *o);
  o->kind = find_kind (name, &body);
  if (!o->kind)
    return unknown (name, _ ("no observable has this form"), error);
  o->formula = o->kind->formula;
  o->source = o->kind->source;
  o->observed = o->kind->observed;
  if (o->formula == SL_FORMULA_SLOPE)
    slope_constants (o->kind->integral, o->constant);
  switch (o->kind->argument)
    {
    case ARGUMENT_NONE:
      return !o->kind->lines || read_emission (name, o->kind->lines, o, error);
    case ARGUMENT_BAND:
    case ARGUMENT_BANDS:
      return read_bands (filters, name, body, o, error);
    case ARGUMENT_LINE:
      return read_line_band (name, body, sl_line_band_find, o, error);
    case ARGUMENT_LICK:
      return read_line_band (name, body, sl_lick_band_find, o, error);
    case ARGUMENT_INDEX:
      return read_line_band (name, body, NULL, o, error);
    case ARGUMENT_IMF:
      o->imf = sl_imf_find (body);
      return o->imf ? TRUE : unknown (name, _ ("no such initial mass function"), error);
    case ARGUMENT_EMISSION:
    case ARGUMENT_RATIO:
      return read_emission (name, body, o, error);
    }
  g_return_val_if_reached (FALSE);
}

const SlLineBand *
sl_observable_line_band (const SlObservable *observable)
{
  return observable->kind->argument == ARGUMENT_LINE ? &observable->line : NULL;
}

/* Markup of what a name's argument is. */
static char *
argument_label (const SlObservable *o)
{
  if (o->band[1])
    return g_markup_printf_escaped ("<i>%s</i> − <i>%s</i>", o->band[0]->band, o->band[1]->band);
  if (o->band[0])
    return g_markup_printf_escaped ("<i>%s</i>", o->band[0]->band);
  if (o->emission[0])
    {
      g_autofree char *first = sl_emission_line_label (o->emission[0]);
      g_autofree char *second = o->emission[1] ? sl_emission_line_label (o->emission[1]) : NULL;

      return g_strjoin ("/", first, second, NULL);
    }
  if (o->line.label)
    return g_strdup (o->line.label);
  return g_strdup_printf ("%g–%g", o->line.line_lo, o->line.line_hi);
}

gboolean
sl_observable_label (const SlFilterSet *filters, const SlTemplates *templates, const char *name,
                     SlObservableLabel *label, GError **error)
{
  g_autofree char *argument = NULL;
  GString *text;
  SlObservable o;

  memset (label, 0, sizeof *label);
  if (!sl_observable_parse (filters, name, &o, error))
    return FALSE;
  argument = argument_label (&o);
  text = g_string_new (o.kind->label);
  g_string_replace (text, "%i", o.imf ? o.imf->title : sl_imf_of_library (templates->imf)->title, 0);
  g_string_replace (text, "%s", argument, 0);
  label->name = g_strdup (name);
  label->label = g_string_free (text, FALSE);
  label->unit = o.formula == SL_FORMULA_INDEX_MAG ? "mag" : o.kind->unit;
  return TRUE;
}

void
sl_observable_label_clear (SlObservableLabel *label)
{
  g_clear_pointer (&label->name, g_free);
  g_clear_pointer (&label->label, g_free);
}

/* ----------------------------------------------------------- functionals */

static void
add_row (SlObservable *o, int row)
{
  o->functional[o->n_functionals++] = row;
  o->absent |= row < 0;
}

static void
add_index (SlPlan *plan, SlObservable *o, const SlTemplates *t)
{
  const SlLineBand *w = &o->line, on = sl_line_band_on_axis (w, t->air_from);

  line_constants (o, &on);
  o->absent |= !sl_line_band_resolved (&on, t->wave, t->n_wave);
  add_row (o, sl_plan_integral (plan, SL_LIGHT_MEAN_LAMBDA, w->blue_lo, w->blue_hi, 0, t));
  add_row (o, sl_plan_integral (plan, SL_LIGHT_MEAN_LAMBDA, w->red_lo, w->red_hi, 0, t));
  for (guint n = 0; n < SL_INDEX_MOMENTS; n++)
    add_row (o, sl_plan_integral (plan, SL_LIGHT_MEAN_LAMBDA, w->line_lo, w->line_hi, n, t));
}

/* A library without gas has no lines, so that the observable does not exist; one with other lines does not
 * know a name that the user gave. */
static gboolean
add_emission (SlPlan *plan, SlObservable *o, const SlTemplates *t, GError **error)
{
  o->absent |= t->n_line == 0;
  for (guint i = 0; i < G_N_ELEMENTS (o->emission) && o->emission[i]; i++)
    {
      SlEmissionLines lines = { 0 };

      if (t->n_line && !sl_emission_lines_find (t, o->emission[i], &lines, o->kind->lines ? NULL : error))
        {
          o->absent = TRUE;
          if (!o->kind->lines)
            return FALSE;
        }
      add_row (o, sl_plan_emission (plan, o->kind->emission, &lines));
    }
  return TRUE;
}

gboolean
sl_plan_add (SlPlan *plan, SlObservable *o, const SlTemplates *t, GError **error)
{
  const SlObsKind *kind = o->kind;

  o->n_functionals = 0;
  for (guint i = 0; i < G_N_ELEMENTS (kind->table) && kind->table[i]; i++)
    {
      /* Observables share a table where it depends on neither band nor IMF. */
      gboolean light = kind->table[i] == SL_TABLE_LIGHT || kind->table[i] == SL_TABLE_AGE_LIGHT
                       || kind->table[i] == SL_TABLE_METALS_LIGHT;

      add_row (o, sl_plan_table (plan, kind->table[i], light ? o->band[0] : NULL, o->imf, kind->age, t));
    }
  if (kind->energy)
    add_row (o, sl_plan_energy (plan, kind->energy));
  for (guint i = 0; i < kind->n_integrals; i++)
    add_row (o, sl_plan_integral (plan, kind->integral[i].light, kind->integral[i].lo, kind->integral[i].hi,
                                  0, t));
  for (guint i = 0; i < G_N_ELEMENTS (o->band) && kind->bands && o->band[i]; i++)
    add_row (o, sl_plan_band (plan, o->band[i], o->observed, t));
  if (o->formula == SL_FORMULA_INDEX || o->formula == SL_FORMULA_INDEX_MAG)
    add_index (plan, o, t);
  if (kind->argument == ARGUMENT_LINE)
    {
      const SlLineBand on = sl_line_band_on_axis (&o->line, t->air_from);

      line_constants (o, &on);
      o->absent = !sl_plan_line (plan, &o->line, t, o->functional);
      if (kind->part == LINE_UNDER)
        o->functional[0] = o->functional[1];
      o->n_functionals = kind->part == LINE_WHOLE ? 2 : 1;
    }
  if (o->source != SL_FROM_PLAN)
    o->n_functionals = 1;
  return !kind->emission || add_emission (plan, o, t, error);
}

/* Most observables have one or two inputs, and a history evaluates thousands of them: each pass through the
 * formula carries SL_DUAL_K tangents. */
double
sl_observable_value (const SlObservable *o, const double *phi, double dimming, double *slope)
{
  const guint n = o->n_functionals, n_inputs = n + (o->observed ? 1 : 0);
  double value = NAN;

  slope[n] = 0.0;
  for (guint first = 0; first < n_inputs; first += SL_DUAL_K)
    {
      SlDual x[SL_MAX_FUNCTIONALS], away = sl_dual_constant (dimming), y;

      x[0] = sl_dual_constant (phi[0]);
      for (guint i = 1; i < n; i++)
        x[i] = sl_dual_constant (phi[i]);
      for (guint i = first; i < MIN (first + SL_DUAL_K, n_inputs); i++)
        (i < n ? &x[i] : &away)->d[i - first] = 1.0;
      y = sl_observable_D (o->formula, x, away, o->constant);
      for (guint i = first; i < MIN (first + SL_DUAL_K, n_inputs); i++)
        slope[i] = y.d[i - first];
      value = y.v;
    }
  /* Not because the distance is missing: the light alone gives no value. */
  if (!isfinite (value)
      && (isfinite (dimming) || !isfinite (sl_observable_d (o->formula, phi, 0.0, o->constant))))
    {
      value = NAN;
      for (guint i = 0; i <= n; i++)
        slope[i] = NAN;
    }
  return value;
}
