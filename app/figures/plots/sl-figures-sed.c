/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/figures/plots/sl-figures-sed-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "model/cosmology/sl-cosmology.h"

/* Wavelength ranges, Angstrom: from the ultraviolet to the bump of old stars at 1.6 micron and, with dust
 * emission, to its end; on a linear axis the visible range and its surroundings. */
#define WAVE_LO 1000.0
#define WAVE_HI 25000.0
/* The observer's axis from this redshift on, where H alpha leaves the other one: the range of NIRCam. */
#define FAR_REDSHIFT 2.8
#define WAVE_LO_FAR 3000.0
#define WAVE_HI_FAR 56000.0
#define WAVE_HI_INFRARED 1e7
#define WAVE_HI_LINEAR 12000.0
#define ANGSTROM_PER_UM 1e4
/* Labels of the two curves, where dust separates them and between two lines: labels are wide on narrow
 * plots. */
#define LABEL_WAVE 2130.0
#define LABEL_WAVE_LINEAR 8200.0
/* Labels of pins: number of positions tried, preference for the rightmost over the first, and the distance
 * from other curves, relative to the panel's height, beyond which more is no better. */
#define N_PLACES 28
#define LATER_COUNTS 0.3
#define DISTANCE_ENOUGH 0.12
/* The IGM is shown where its transmission is below this. */
#define TAKEN_SHOWS 0.98
/* Range of a logarithmic axis: includes the ultraviolet of a quenched galaxy, but not its Lyman edge. */
#define DECADES 5.0
#define MAG_PER_DECADE 2.5
/* The top of a linear axis, relative to a quantile of the pixels: lines may exceed it, as otherwise the
 * stellar continuum would be flat. */
#define LINEAR_TOP 2.5
#define LINEAR_QUANTILE 0.95

static const SlSedQuantity quantity_table[SL_N_QUANTITIES] = {
  [SL_QUANTITY_L_NU] = { N_ ("<i>L</i><sub><i>ν</i></sub> [<i>L</i><sub>☉</sub> Hz<sup>−1</sup>]"), NULL,
                         "<i>L</i>", "L☉/Hz" },
  [SL_QUANTITY_NU_L_NU] = { N_ ("<i>ν</i> <i>L</i><sub><i>ν</i></sub> [<i>L</i><sub>☉</sub>]"), NULL,
                            "<i>L</i>", "L☉" },
  [SL_QUANTITY_L_LAMBDA] = { N_ ("<i>L</i><sub><i>λ</i></sub> [<i>L</i><sub>☉</sub> Å<sup>−1</sup>]"), NULL,
                             "<i>L</i>", "L☉/Å" },
  [SL_QUANTITY_F_NU] = { N_ ("<i>f</i><sub><i>ν</i></sub> [µJy]"),
                         N_ ("<i>f</i><sub><i>ν</i></sub> at 10 pc [µJy]"), "<i>f</i><sub><i>ν</i></sub>",
                         "µJy" },
  [SL_QUANTITY_AB] = { N_ ("AB [mag]"), N_ ("AB at 10 pc [mag]"), "<i>f</i><sub><i>ν</i></sub>", "mag" },
};

/* In the order of SlQuantity and the enums below. */
static const SlFigureValue quantity_values[] = {
  { .name = "lnu", .title = N_ ("Luminosity per frequency") },
  { .name = "nulnu", .title = N_ ("Frequency times luminosity per frequency") },
  { .name = "flambda", .title = N_ ("Luminosity per wavelength") },
  { .name = "fnu", .title = N_ ("Observed flux density") },
  { .name = "ab", .title = N_ ("AB magnitude of the observed flux") },
  { NULL },
};
G_STATIC_ASSERT (G_N_ELEMENTS (quantity_values) == SL_N_QUANTITIES + 1);
static const SlFigureValue frame_values[] = {
  { .name = "rest", .title = N_ ("Rest frame") }, { .name = "observed", .title = N_ ("Observed") }, { NULL },
};
enum { WAVE_AUTO, WAVE_ANGSTROM, WAVE_MICRON };
static const SlFigureValue wave_values[] = {
  { .name = "auto", .title = N_ ("Automatic") }, { .name = "angstrom", .title = N_ ("Ångström") },
  { .name = "micron", .title = N_ ("Micron") }, { NULL },
};
static const SlFigureValue medium_values[] = {
  [SL_MEDIUM_LIBRARY] = { .name = "library", .title = N_ ("As in the Library") },
  [SL_MEDIUM_AIR] = { .name = "air", .title = N_ ("Air") },
  [SL_MEDIUM_VACUUM] = { .name = "vacuum", .title = N_ ("Vacuum") }, { NULL },
};
static const SlFigureValue scale_values[] = {
  { .name = "log", .title = N_ ("Logarithmic") }, { .name = "linear", .title = N_ ("Linear") }, { NULL },
};
static const SlFigureValue split_values[] = {
  { .name = "none", .title = N_ ("All stars together") },
  { .name = "age", .title = N_ ("By stellar age"), .want = SL_REQUEST_SED_AGES }, { NULL },
};
static const SlFigureValue lines_values[] = {
  { .name = "on", .title = N_ ("Named") }, { .name = "off", .title = N_ ("Not named") }, { NULL },
};

enum { QUANTITY, FRAME, WAVE, MEDIUM, SCALE, SPLIT, LINES };
static const SlFigureChoice sed_choices[] = {
  [QUANTITY] = { "quantity", N_ ("Quantity"), quantity_values },
  [FRAME] = { "frame", N_ ("Wavelengths"), frame_values },
  [WAVE] = { "wave", N_ ("Unit of wavelength"), wave_values },
  [MEDIUM] = { "medium", N_ ("Medium at rest"), medium_values },
  [SCALE] = { "scale", N_ ("Axes"), scale_values },
  [SPLIT] = { "split", N_ ("Light"), split_values },
  [LINES] = { "lines", N_ ("Lines"), lines_values },
  { NULL },
};

const SlSedQuantity *
sl_sed_quantity (SlQuantity quantity)
{
  return &quantity_table[quantity];
}

double
sl_sed_of_air (const SlSed *s, double wave)
{
  return sl_axis_of_air (wave, s->air_from);
}

guint
sl_sed_find (const double *wave, guint n, double x)
{
  guint lo = 0, hi = n;

  while (lo < hi)
    {
      guint mid = (lo + hi) / 2;

      if (wave[mid] < x)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo;
}

void
sl_sed_frame (const SlSed *s, const SlGalaxy *galaxy, SlSedFrame *frame)
{
  const SlResult *r = s->result;
  SlEpoch epoch;

  sl_cosmology_epoch (galaxy->value + SL_PARAM_REDSHIFT, &epoch);
  frame->dimming = isfinite (epoch.dimming) ? epoch.dimming : 0.0;
  frame->stretch = s->observed ? 1.0 + galaxy->value[SL_PARAM_REDSHIFT] : 1.0;
  frame->from = sl_sed_find (s->rest, r->n_wave, s->axis_lo / frame->stretch);
  frame->n = sl_sed_find (s->rest, r->n_wave, s->axis_hi / frame->stretch) - frame->from;
}

double *
sl_sed_x (const SlSed *s, const SlSedFrame *frame)
{
  double *x = g_new (double, frame->n);

  for (guint i = 0; i < frame->n; i++)
    x[i] = s->rest[frame->from + i] * frame->stretch / s->unit;
  return x;
}

double
sl_sed_value (const SlSed *s, const SlSedFrame *frame, guint w, double l_nu)
{
  if (!(l_nu > 0.0))
    return s->linear && s->quantity != SL_QUANTITY_AB ? 0.0 : NAN;
  return sl_quantity (s->quantity, l_nu, s->result->wave[w], frame->dimming);
}

double *
sl_sed_shown (const SlSed *s, const SlSedFrame *frame, const float *spectrum, const float *arriving)
{
  double *out = g_new (double, frame->n);

  for (guint i = 0; i < frame->n; i++)
    {
      guint w = frame->from + i;

      out[i] = sl_sed_value (s, frame, w, spectrum[w] * (arriving ? (double) arriving[w] : 1.0));
    }
  return out;
}

double
sl_sed_up (const SlSed *s, double y, double part)
{
  if (s->quantity == SL_QUANTITY_AB)
    return y - part * (s->hi - s->lo);
  return s->linear ? y + part * (s->hi - s->lo) : y * pow (s->hi / s->lo, part);
}

gboolean
sl_sed_inside (const SlSed *s, double y)
{
  return y > s->lo && y < s->hi;
}

/* Whether the effect of dust is wider than a line. */
static gboolean
dust_shows (const SlSed *s)
{
  for (guint w = s->frame.from; w < s->frame.from + s->frame.n; w++)
    if (s->result->sed_intrinsic[w] > 1.03 * s->result->sed[w])
      return TRUE;
  return FALSE;
}

static gboolean
gas_shows (const SlSed *s)
{
  for (guint w = s->frame.from; w < s->frame.from + s->frame.n; w++)
    if (s->result->arriving[w] < TAKEN_SHOWS)
      return TRUE;
  return FALSE;
}

/* The observer is in vacuum. */
static void
set_medium (SlSed *s, SlMedium wanted)
{
  const SlBandGrid *grid = s->result->templates->band_grid;

  if (s->observed)
    wanted = SL_MEDIUM_VACUUM;
  s->rest = sl_band_grid_wave (grid, wanted);
  s->air_from = sl_band_grid_air_from (grid, wanted);
  s->medium = wanted == SL_MEDIUM_LIBRARY ? sl_templates_medium (s->result->templates) : wanted;
}

static void
set_up (SlSed *s, const SlResult *result, const SlFigureOptions *options)
{
  const guint8 *choice = options->choice;

  s->plot = sl_plot_new (options->title);
  s->options = options;
  s->result = result;
  s->quantity = MIN (choice[QUANTITY], SL_N_QUANTITIES - 1);
  s->infrared = options->galaxy->dust_emission;
  s->observed = choice[FRAME] == 1;
  s->linear = choice[SCALE] == 1;
  s->split = choice[SPLIT] == 1;
  s->lines = choice[LINES] == 0;
  s->here = !(options->galaxy->value[SL_PARAM_REDSHIFT] > 0.0);
  s->far = s->observed && !s->linear && !s->infrared
           && options->galaxy->value[SL_PARAM_REDSHIFT] >= FAR_REDSHIFT;
  s->unit = choice[WAVE] == WAVE_MICRON
                    || (choice[WAVE] == WAVE_AUTO && (s->infrared || s->far) && !s->linear)
                ? ANGSTROM_PER_UM
                : 1.0;
  s->axis_lo = s->far ? WAVE_LO_FAR : WAVE_LO;
  s->axis_hi = s->linear     ? WAVE_HI_LINEAR
               : s->infrared ? WAVE_HI_INFRARED
               : s->far      ? WAVE_HI_FAR
                             : WAVE_HI;
  /* No labels for what is beyond a linear axis. */
  s->infrared = s->infrared && !s->linear;
  set_medium (s, MIN (choice[MEDIUM], SL_N_MEDIA - 1));
  sl_sed_frame (s, options->galaxy, &s->frame);
  s->wave = s->rest + s->frame.from;
  s->x = sl_sed_x (s, &s->frame);
  s->gas = gas_shows (s);
  s->sed = sl_sed_shown (s, &s->frame, result->sed, result->arriving);
  s->intrinsic = sl_sed_shown (s, &s->frame, result->sed_intrinsic, NULL);
  s->lo = INFINITY;
  s->hi = -INFINITY;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* Top of a linear axis over a curve. */
static double
linear_top (const double *y, guint n)
{
  g_autofree double *sorted = g_memdup2 (y, n * sizeof *y);

  if (!n)
    return 0.0;
  qsort (sorted, n, sizeof *sorted, compare_doubles);
  return LINEAR_TOP * sorted[(guint) (LINEAR_QUANTILE * (n - 1))];
}

/* Extends the axis over a curve (n), magnitudes and linear axes included. *faintest: the top of the lowest
 * curve, so that as much of it is seen as of the others. */
static void
extend_over (SlSed *s, const double *y, guint n, double *faintest)
{
  const gboolean magnitudes = s->quantity == SL_QUANTITY_AB;
  double lo = INFINITY, hi = -INFINITY;

  sl_figure_extend (&lo, &hi, y, n);
  if (!(hi >= lo))
    return;
  if (s->linear && !magnitudes)
    hi = MIN (hi, linear_top (y, n));
  /* The brightest magnitude is the least. */
  *faintest = magnitudes ? MAX (*faintest, lo) : MIN (*faintest, hi);
  s->lo = MIN (s->lo, lo);
  s->hi = MAX (s->hi, hi);
}

/* Extends the axis over all curves; returns how many decades of brightness it may have. */
static double
extend_over_curves (SlSed *s)
{
  const gboolean magnitudes = s->quantity == SL_QUANTITY_AB;
  double faintest = magnitudes ? -INFINITY : INFINITY, range;

  extend_over (s, s->sed, s->frame.n, &faintest);
  if (!s->split)
    extend_over (s, s->intrinsic, s->frame.n, &faintest);
  for (guint i = 0; i < s->options->n_pins; i++)
    {
      const SlFigurePin *pin = &s->options->pins[i];
      g_autofree double *y = NULL;
      SlSedFrame frame;

      sl_sed_frame (s, pin->galaxy, &frame);
      y = sl_sed_shown (s, &frame, pin->result->sed, pin->result->arriving);
      extend_over (s, y, frame.n, &faintest);
    }
  range = magnitudes ? (faintest - s->lo) / MAG_PER_DECADE : log10 (s->hi / faintest);
  return DECADES + (range > 0.0 && isfinite (range) ? range : 0.0);
}

static void
set_axes (SlSed *s, guint panel)
{
  enum { REST_AIR, REST_VACUUM, OBSERVED };
  static const char *const x_titles[][2] = {
    [REST_AIR] = { N_ ("rest-frame wavelength <i>λ</i> in air [Å]"),
                   N_ ("rest-frame wavelength <i>λ</i> in air [µm]") },
    [REST_VACUUM] = { N_ ("rest-frame wavelength <i>λ</i> in vacuum [Å]"),
                      N_ ("rest-frame wavelength <i>λ</i> in vacuum [µm]") },
    [OBSERVED] = { N_ ("observed wavelength <i>λ</i> in vacuum [Å]"),
                   N_ ("observed wavelength <i>λ</i> in vacuum [µm]") },
  };
  const guint title = s->observed ? OBSERVED : s->medium == SL_MEDIUM_AIR ? REST_AIR : REST_VACUUM;
  const gboolean magnitudes = s->quantity == SL_QUANTITY_AB, straight = s->linear || magnitudes;
  const SlSedQuantity *q = sl_sed_quantity (s->quantity);
  SlFigureAxisRule rule = { .log = TRUE, .least = 10.0 };
  guint axis = s->infrared ? SL_SED_AXIS_INFRARED : SL_SED_AXIS_NEAR;

  if (straight)
    rule = (SlFigureAxisRule) { .zero = !magnitudes, .least = magnitudes ? MAG_PER_DECADE : 0.0 };
  if (s->quantity != SL_QUANTITY_L_NU || s->linear)
    axis = SL_SED_AXIS_OTHERS + 4 * s->quantity + 2 * s->linear + s->infrared;
  sl_plot_set_x (s->plot, s->linear ? SL_SCALE_LINEAR : SL_SCALE_LOG, s->axis_lo / s->unit,
                 s->axis_hi / s->unit, _ (x_titles[title][s->unit > 1.0]));
  /* Plots are linked by rest-frame wavelength. */
  sl_plot_set_link (s->plot, SL_LINK_WAVE, s->unit / s->frame.stretch);
  rule.decades = extend_over_curves (s);
  if (magnitudes)
    s->hi = MIN (s->hi, s->lo + MAG_PER_DECADE * rule.decades);
  sl_figure_settle (s->options, axis, &rule, &s->lo, &s->hi);
  sl_plot_set_y (s->plot, panel, straight ? SL_SCALE_LINEAR : SL_SCALE_LOG, magnitudes ? s->hi : s->lo,
                 magnitudes ? s->lo : s->hi, _ (s->here && q->title_here ? q->title_here : q->title));
}

/* Distance of two curves, relative to the panel's height. */
static double
distance (const SlSed *s, double a, double b)
{
  if (!isfinite (a) || !isfinite (b))
    return INFINITY;
  return s->linear || s->quantity == SL_QUANTITY_AB ? fabs (a - b) / (s->hi - s->lo)
                                                    : fabs (log (a / b)) / log (s->hi / s->lo);
}

/* Position for a pin's label: where its curve is furthest from the others, which have the same samples.
 * Further right is preferred; beyond DISTANCE_ENOUGH more distance does not count. NaN: nowhere. */
static double
most_apart (const SlSed *s, GPtrArray *curves, guint pin)
{
  const double *own = g_ptr_array_index (curves, pin);
  double best = 0.0, at = NAN;

  if (!own)
    return NAN;
  for (guint k = 1; k < N_PLACES; k++)
    {
      const double x = s->linear ? s->axis_lo + (s->axis_hi - s->axis_lo) * k / N_PLACES
                                 : s->axis_lo * pow (s->axis_hi / s->axis_lo, (double) k / N_PLACES);
      const guint i = sl_sed_find (s->wave, s->frame.n, x / s->frame.stretch);
      double nearest = DISTANCE_ENOUGH;

      if (i >= s->frame.n || !sl_sed_inside (s, own[i]))
        continue;
      nearest = MIN (nearest, distance (s, own[i], s->sed[i]));
      for (guint other = 0; other < curves->len; other++)
        if (other != pin && curves->pdata[other])
          nearest = MIN (nearest, distance (s, own[i], ((const double *) curves->pdata[other])[i]));
      nearest *= 1.0 + LATER_COUNTS * k / N_PLACES;
      if (nearest > best)
        best = nearest, at = s->x[i];
    }
  return at;
}

static void
add_pins (const SlSed *s, guint panel)
{
  g_autoptr (GPtrArray) curves = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < s->options->n_pins; i++)
    {
      const SlFigurePin *pin = &s->options->pins[i];
      SlSedFrame frame;

      sl_sed_frame (s, pin->galaxy, &frame);
      /* At another redshift the samples differ. */
      g_ptr_array_add (curves, frame.n == s->frame.n && frame.stretch == s->frame.stretch
                                 ? sl_sed_shown (s, &frame, pin->result->sed, pin->result->arriving) : NULL);
    }
  for (guint i = 0; i < s->options->n_pins; i++)
    {
      const SlFigurePin *pin = &s->options->pins[i];
      g_autofree char *label = g_markup_escape_text (pin->name, -1);
      g_autofree double *x = NULL, *y = NULL;
      SlSedFrame frame;

      sl_sed_frame (s, pin->galaxy, &frame);
      x = sl_sed_x (s, &frame);
      y = sl_sed_shown (s, &frame, pin->result->sed, pin->result->arriving);
      sl_plot_add_series (s->plot, panel, x, y, frame.n, &(SlSeriesOptions) {
        .name = pin->name, .label = label, .label_x = most_apart (s, curves, i),
        .stroke = { sl_figure_pin_colour (pin->colour), 0.7, 1.0, SL_DASH_SOLID },
        .unit = sl_sed_quantity (s->quantity)->unit,
      });
    }
}

static void
add_curves (const SlSed *s, guint panel)
{
  const gboolean dusty = dust_shows (s) && !s->split;
  const char *unit = sl_sed_quantity (s->quantity)->unit;
  const double label_x = (s->linear ? LABEL_WAVE_LINEAR : LABEL_WAVE) * s->frame.stretch / s->unit;

  add_pins (s, panel);
  if (s->split)
    sl_sed_add_ages (s, panel);
  else if (s->gas)
    sl_sed_add_lost (s, panel);
  if (dusty)
    sl_plot_add_series (s->plot, panel, s->x, s->intrinsic, s->frame.n, &(SlSeriesOptions) {
      .name = _ ("Before dust"), .label = _ ("before dust"), .label_x = label_x,
      .stroke = { SL_COLOUR_FAINT, 0.0, 0.75, SL_DASH_SOLID }, .unit = unit,
    });
  sl_plot_add_series (s->plot, panel, s->x, s->sed, s->frame.n, &(SlSeriesOptions) {
    .name = _ ("Spectrum"), .label = dusty ? _ ("with dust") : s->split ? _ ("all stars") : NULL,
    .label_x = s->split ? NAN : label_x, .stroke = { SL_COLOUR_INK, 0.0, 1.0, SL_DASH_SOLID }, .unit = unit,
  });
  if (s->options->preview && s->options->preview_step != 0.0)
    sl_sed_add_preview (s, panel);
  if (s->lines)
    sl_sed_add_lines (s, panel, dusty ? s->intrinsic : s->sed);
  if (s->infrared)
    sl_sed_add_dust_emission (s, panel);
}

static void
set_caption (const SlSed *s)
{
  /* Translators: a quantity, as luminosity per frequency; at rest or observed; air or vacuum */
  g_autofree char *what =
      g_strdup_printf (_ ("Spectrum of the galaxy: %s over wavelength (%s; %s), with and without dust, and "
                          "filter curves."),
                       _ (quantity_values[s->quantity].title), _ (frame_values[s->observed].title),
                       s->medium == SL_MEDIUM_AIR ? _ ("in air from 2000 Å on, in vacuum below")
                                                  : _ ("in vacuum"));
  g_autoptr (GString) caption = g_string_new (what);

  if (s->here && sl_sed_quantity (s->quantity)->title_here)
    g_string_append_printf (caption, " %s", _ ("A galaxy without redshift is shown at 10 pc."));
  if (s->split)
    g_string_append_printf (caption, " %s",
                            _ ("Colours show the light of stars by age, from blue (young) to red (old)."));
  if (s->infrared)
    g_string_append_printf (caption, " %s",
                            _ ("Beyond 3 µm dust re-emits the light that it absorbed; the bands there are "
                               "those of WISE and Herschel."));
  if (s->far)
    g_string_append_printf (caption, " %s",
                            _ ("Beyond 1 µm the bands are those of JWST’s camera NIRCam."));
  if (s->gas)
    g_string_append_printf (caption, " %s",
                            _ ("Below Lyman α the observed light is shown: the intergalactic medium absorbs "
                               "the rest."));
  sl_plot_set_caption (s->plot, caption->str);
}

static SlPlot *
make_sed (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
          const SlFigureOptions *options)
{
  SlSed s = { 0 };
  guint panel;

  set_up (&s, result, options);
  panel = sl_plot_add_panel (s.plot, 1.0);
  set_axes (&s, panel);
  sl_sed_add_visible (&s, panel);
  add_curves (&s, panel);
  if (options->differences && options->n_pins)
    sl_sed_add_ratios (&s);
  else if (options->sed_gradient)
    sl_sed_add_gradient (&s);
  if (options->filters)
    sl_sed_add_filters (&s);
  set_caption (&s);
  g_free (s.x);
  g_free (s.sed);
  g_free (s.intrinsic);
  return s.plot;
}

const SlFigureInfo sl_figure_kind_sed = {
  .name = "sed",
  .title = N_ ("Spectrum"),
  .description = N_ ("Spectrum with and without dust, with emission lines and filter curves"),
  .want = SL_REQUEST_SED,
  .want_gradient = SL_REQUEST_SED | SL_REQUEST_SED_TANGENTS,
  .furniture_mm = 14.0,
  .aspect = 0.55,
  .more_gradients = TRUE,
  .choices = sed_choices,
  .make = make_sed,
};
