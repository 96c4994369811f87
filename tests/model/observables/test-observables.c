/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each observable by its name against a plain computation from the spectra, weights and masses that the
 * published packages gave (tests/data/points.h5), and what an observable promises beside its value. */
#include <string.h>

#include "model/support/sl-error.h"
#include "model/observables/sl-observables.h"
#include "model/observables/sl-solar.h"
#include "tests/model/differences.h"
#include "tests/model/engine-fixture.h"

#define LIGHT_SPEED 2.99792458e18 /* A/s */

/* ------------------------------------------------------- plain versions */

/* One galaxy of the reference tables, on the default library. */
typedef struct {
  const SlTemplates *t;
  const SlFilterSet *filters;
  const double *sed;      /* (W) */
  const double *weight;   /* (A) */
  const double *metals;   /* (Z, A) */
  const double *light;    /* (A, Z) of the row's band over the bare stars, or NULL: 1 */
  double mstar, living, surviving;
  double sun, obs_mag;    /* of the row's band: the Sun's, and as DSPS observes it */
} Galaxy;

typedef struct _Row Row;
struct _Row {
  const char *name;
  double (*plain) (const Galaxy *g, const Row *row);
  double n[7];            /* limits of bands */
  const char *band;
  const char *key;        /* of a dataset of the reference */
  double scale;           /* what rounding is measured by where the value may pass through 0 */
  double noise;           /* see the tolerances below */
  double (*mass) (const Galaxy *g, const Row *row); /* lg of that over light */
};

/* The engine's spectra are floats: relative to the value or the row's scale. */
#define TOL_LIGHT 3e-6
/* Sums of masses are doubles, but the youngest are differences of nearly equal ones: 1e-13 of the galaxy's
 * mass. */
#define TOL_MASS 1e-9
#define TOL_WEIGHT 1e-13
/* The reference's own magnitudes and masses. */
#define TOL_REFERENCE 1e-5
/* What the expansion of an index leaves out, of the index or of a hundredth of its line band. */
#define TOL_EXPANSION 1e-7

static double
between (const double *x, const double *y, guint n, double at)
{
  guint i = 0;

  while (i + 2 < n && x[i + 1] < at)
    i++;
  return y[i] + (y[i + 1] - y[i]) * (at - x[i]) / (x[i + 1] - x[i]);
}

/* Simpson's rule over each piece between the grid's nodes of f(lam, spectrum), f_lambda: the spectrum is
 * F_lambda. */
static double
integrate (const Galaxy *g, double lo, double hi, gboolean f_lambda,
           double (*f) (double x, double y, const double *p), const double *p)
{
  const double *x = g->t->wave;
  double sum = 0.0;

  for (guint i = 0; i + 1 < g->t->n_wave; i++)
    {
      double a = MAX (lo, x[i]), b = MIN (hi, x[i + 1]);
      double y0 = g->sed[i] / (f_lambda ? x[i] * x[i] : 1.0),
             y1 = g->sed[i + 1] / (f_lambda ? x[i + 1] * x[i + 1] : 1.0);

      for (guint k = 0; k < 8 && b > a; k++)
        {
          double u[3] = { a + (b - a) * k / 8.0, a + (b - a) * (k + 0.5) / 8.0, a + (b - a) * (k + 1) / 8.0 },
                 v[3];

          for (guint j = 0; j < 3; j++)
            v[j] = f (u[j], y0 + (y1 - y0) * (u[j] - x[i]) / (x[i + 1] - x[i]), p);
          sum += (b - a) / 8.0 * (v[0] + 4 * v[1] + v[2]) / 6.0;
        }
    }
  return sum;
}

static double itself (double x, double y, const double *p) { return y; }
static double over_line (double x, double y, const double *p) { return y / (p[0] + p[1] * (x - p[2])); }

static double
plain_index (const Galaxy *g, const Row *row)
{
  const double *n = row->n;
  double blue = integrate (g, n[2], n[3], TRUE, itself, NULL) / (n[3] - n[2]), xb = 0.5 * (n[2] + n[3]);
  double red = integrate (g, n[4], n[5], TRUE, itself, NULL) / (n[5] - n[4]), xr = 0.5 * (n[4] + n[5]);
  double p[3] = { blue, (red - blue) / (xr - xb), xb }, ratio = integrate (g, n[0], n[1], TRUE, over_line, p);

  return n[6] ? -2.5 * log10 (ratio / (n[1] - n[0])) : n[1] - n[0] - ratio;
}

static double
plain_break (const Galaxy *g, const Row *row)
{
  return integrate (g, 4000, 4100, FALSE, itself, NULL) / integrate (g, 3850, 3950, FALSE, itself, NULL);
}

static double
plain_slope (const Galaxy *g, const Row *row)
{
  static const double w[10][2] = { { 1268, 1284 }, { 1309, 1316 }, { 1342, 1371 }, { 1407, 1515 },
                                   { 1562, 1583 }, { 1677, 1740 }, { 1760, 1833 }, { 1866, 1890 },
                                   { 1930, 1950 }, { 2400, 2580 } };
  double sx = 0, sy = 0, sxx = 0, sxy = 0;

  for (guint i = 0; i < 10; i++)
    {
      double x = log ((w[i][0] + w[i][1]) / 2);
      double y = log (integrate (g, w[i][0], w[i][1], TRUE, itself, NULL) / (w[i][1] - w[i][0]));

      sx += x, sy += y, sxx += x * x, sxy += x * y;
    }
  return (10 * sxy - sx * sy) / (10 * sxx - sx * sx);
}

static double
plain_infrared (const Galaxy *g, const Row *row)
{
  const double *x = g->t->wave;
  double sum = 0.0;

  for (guint i = 0; i + 1 < g->t->n_wave; i++)
    {
      double nu0 = LIGHT_SPEED / x[i], nu1 = LIGHT_SPEED / x[i + 1], hi = MIN (nu0, LIGHT_SPEED / 8e4);
      double lo = MAX (nu1, LIGHT_SPEED / 1e7), slope = (g->sed[i + 1] - g->sed[i]) / (nu1 - nu0);

      if (hi > lo)
        sum += (hi - lo) * (g->sed[i] + slope * (0.5 * (lo + hi) - nu0));
    }
  return log10 (sum);
}

/* PHYSICS, section 8: a quadratic by least squares, here by Gauss's elimination in wavelength about the
 * centre. */
static double
plain_line (const Galaxy *g, const Row *row, double *continuum)
{
  const double *n = row->n, *x = g->t->wave;
  double m[3][4] = { { 0 } }, c[3], w = 0.0;

  for (guint i = 0; i < g->t->n_wave; i++)
    if ((x[i] >= n[2] && x[i] <= n[3]) || (x[i] >= n[4] && x[i] <= n[5]))
      for (int a = 0; a < 3; a++)
        {
          for (int b = 0; b < 3; b++)
            m[a][b] += pow ((x[i] - n[6]) / 50, a + b);
          m[a][3] += pow ((x[i] - n[6]) / 50, a) * g->sed[i];
        }
  for (int a = 0; a < 3; a++)
    for (int r = 0; r < 3; r++)
      if (r != a)
        {
          double f = m[r][a] / m[a][a];
          for (int b = 0; b < 4; b++)
            m[r][b] -= f * m[a][b];
        }
  for (int a = 0; a < 3; a++)
    c[a] = m[a][3] / m[a][a];
  for (guint i = 1; i + 1 < g->t->n_wave; i++)
    if (x[i] >= n[0] && x[i] <= n[1])
      {
        double u = (x[i] - n[6]) / 50;
        w += 0.5 * (x[i + 1] - x[i - 1]) * (g->sed[i] - c[0] - c[1] * u - c[2] * u * u);
      }
  *continuum = c[0];
  return w;
}

static double
plain_width (const Galaxy *g, const Row *row)
{
  double continuum, line = plain_line (g, row, &continuum);

  return line / continuum;
}

static double
plain_line_light (const Galaxy *g, const Row *row)
{
  double continuum;

  return log10 (plain_line (g, row, &continuum) * LIGHT_SPEED / (row->n[6] * row->n[6]));
}

static double
plain_continuum (const Galaxy *g, const Row *row)
{
  double continuum;

  plain_line (g, row, &continuum);
  return log10 (continuum * LIGHT_SPEED / (row->n[6] * row->n[6]));
}

static double
plain_flux (const Galaxy *g, const Row *row)
{
  return pow (10, -0.4 * (g->obs_mag - 23.9));
}

/* Integral of a band over a spectrum (float, or double where l is NULL: the galaxy's). */
static double
band_integral (const Galaxy *g, const char *name, const float *l, gboolean standard)
{
  const SlFilter *f = sl_filter_set_find (g->filters, name);
  g_autofree double *y = g_new (double, g->t->n_wave);
  double sum = 0.0;

  for (guint i = 0; i < g->t->n_wave; i++)
    y[i] = standard ? 1.13492e-13 : l ? l[i] : g->sed[i];
  for (guint j = 0; j + 1 < f->n; j++)
    {
      double a = f->transmission[j] / f->wave[j] * between (g->t->wave, y, g->t->n_wave, f->wave[j]);
      double b =
          f->transmission[j + 1] / f->wave[j + 1] * between (g->t->wave, y, g->t->n_wave, f->wave[j + 1]);
      sum += 0.5 * (a + b) * (f->wave[j + 1] - f->wave[j]);
    }
  return sum;
}

static double
plain_mass_to_light (const Galaxy *g, const Row *row)
{
  double mag =
      -2.5 * log10 (band_integral (g, row->band, NULL, FALSE) / band_integral (g, row->band, NULL, TRUE));

  return pow (10, row->mass (g, row)) / pow (10, -0.4 * (mag - g->sun));
}

/* Sum over ages and metals of the mass formed times x^n times the bare light in a band (1 where there is
 * none). */
static double
weighted (const Galaxy *g, gboolean by_age, int power)
{
  const SlTemplates *t = g->t;
  double sum = 0.0;

  for (guint a = 0; a < t->n_age; a++)
    for (guint z = 0; z < t->n_met; z++)
      {
        double p = g->weight[a] * g->metals[z * t->n_age + a],
               x = pow (10, by_age ? t->lg_age_gyr[a] : t->lgmet[z]);

        if (p != 0.0)
          sum += p * pow (x, power) * (g->light ? g->light[a * t->n_met + z] : 1);
      }
  return sum;
}

static double
plain_age (const Galaxy *g, const Row *row)
{
  return weighted (g, TRUE, 1) / weighted (g, TRUE, 0);
}

static double
plain_metals (const Galaxy *g, const Row *row)
{
  return log10 (weighted (g, FALSE, 1) / weighted (g, FALSE, 0));
}

static double
plain_ionising (const Galaxy *g, const Row *row)
{
  const SlTemplates *t = g->t;
  double sum = 0.0;

  for (guint a = 0; a < t->n_age; a++)
    for (guint z = 0; z < t->n_met; z++)
      for (guint i = 0; t->wave[i] < 911.75; i++)
        {
          /* A pixel edge of this library lies at 911.75: no pixel is divided. */
          double lo = i ? 0.5 * (t->wave[i - 1] + t->wave[i]) : t->wave[0] - 0.5 * (t->wave[1] - t->wave[0]);
          double hi = 0.5 * (t->wave[i] + t->wave[i + 1]);

          g_assert_cmpfloat (hi, <=, 911.75 + 1e-9);
          sum += g->mstar * g->weight[a] * g->metals[z * t->n_age + a]
                 * t->flux[(a * t->n_met + z) * t->wave_stride + i] * log (hi / lo) * 3.826e33
                 / 6.62607015e-27;
        }
  return log10 (sum);
}

static double
plain_rate (const Galaxy *g, const Row *row)
{
  const double *x = g->t->lg_age_gyr;
  double mass = 0.0, youngest = pow (10, x[0] - 0.5 * (x[1] - x[0]));

  for (guint a = 0; a + 1 < g->t->n_age; a++)
    {
      double lo = a ? pow (10, x[a] - 0.25 * (x[a + 1] - x[a - 1])) : youngest;
      double next = a + 2 < g->t->n_age ? pow (10, x[a + 1] - 0.25 * (x[a + 2] - x[a])) : INFINITY;

      if (lo < row->n[0])
        mass += g->mstar * g->weight[a] * (next <= row->n[0] ? 1 : (row->n[0] - lo) / (next - lo));
    }
  return log10 (mass / (1e9 * (row->n[0] - youngest)));
}

static double plain_living (const Galaxy *g, const Row *row) { return log10 (g->living); }
static double plain_surviving (const Galaxy *g, const Row *row) { return log10 (g->surviving); }
static double plain_formed (const Galaxy *g, const Row *row) { return log10 (g->mstar); }

/* PHYSICS, section 8: the fit to remnants, n: its constant. */
static double
remnants_at (double x, double n)
{
  return pow (10, n + (1.3 + (0.2 - 1.3) / (1 + exp (-10 * (x - 7)))) * (x - 7));
}

static double
plain_remnants (const Galaxy *g, const Row *row)
{
  double sum = 0.0;

  for (guint a = 0; a < g->t->n_age; a++)
    sum += g->weight[a] * remnants_at (g->t->lg_age_gyr[a] + 9, row->n[0]);
  return log10 (g->mstar * sum);
}

/* DSPS's survivors are stars and remnants. */
static double
plain_living_fit (const Galaxy *g, const Row *row)
{
  return log10 (g->surviving - pow (10, plain_remnants (g, row)));
}

/* The library's living stars, and remnants by the fit to its function; never more than has formed. */
static double
plain_with_remnants (const Galaxy *g, const Row *row)
{
  const SlTemplates *t = g->t;
  double sum = 0.0;

  for (guint a = 0; a < t->n_age; a++)
    for (guint z = 0; z < t->n_met; z++)
      sum += g->weight[a] * g->metals[z * t->n_age + a]
             * MIN (1, t->mstar_surviving[a * t->n_met + z] + remnants_at (t->lg_age_gyr[a] + 9, -1.45));
  return log10 (g->mstar * sum);
}

#define WINDOWS(...) .n = { __VA_ARGS__ }
static const Row table[] = {
  { "fnu:LSST/i", plain_flux, .key = "obs_i" },
  { "ew:Hbeta", plain_width, WINDOWS (4851, 4871, 4815, 4845, 4880, 4930, 4861.32), .scale = 20 },
  { "ew:4851-4871+4815-4845+4880-4930@4861.32", plain_width,
    WINDOWS (4851, 4871, 4815, 4845, 4880, 4930, 4861.32), .scale = 20 },
  { "ew:6290-6310+6250-6285.5+6320-6360", plain_width, WINDOWS (6290, 6310, 6250, 6285.5, 6320, 6360, 6300),
    .scale = 20 },
  { "flux:OIII5007", plain_line_light, WINDOWS (4997, 5017, 4970, 4994, 5020, 5045, 5006.84) },
  { "flux:Halpha", plain_line_light, WINDOWS (6540, 6590, 6490, 6530, 6600, 6640, 6562.80) },
  { "cont:OIII5007", plain_continuum, WINDOWS (4997, 5017, 4970, 4994, 5020, 5045, 5006.84) },
  { "cont:6290-6310+6250-6285.5+6320-6360", plain_continuum,
    WINDOWS (6290, 6310, 6250, 6285.5, 6320, 6360, 6300) },
  { "lick:CN1", plain_index, WINDOWS (4142.125, 4177.125, 4080.125, 4117.625, 4244.125, 4284.125, 1),
    .scale = 1 },
  { "lick:Mg2", plain_index, WINDOWS (5154.125, 5196.625, 4895.125, 4957.625, 5301.125, 5366.125, 1),
    .scale = 1 },
  { "lick:Mgb", plain_index, WINDOWS (5160.125, 5192.625, 5142.625, 5161.375, 5191.375, 5206.375),
    .scale = 32.5 },
  { "lick:Hbeta", plain_index, WINDOWS (4847.875, 4876.625, 4827.875, 4847.875, 4876.625, 4891.625),
    .scale = 28.75 },
  { "lick:Fe5270", plain_index, WINDOWS (5245.65, 5285.65, 5233.15, 5248.15, 5285.65, 5318.15), .scale = 40 },
  { "lick:HdeltaA", plain_index, WINDOWS (4083.5, 4122.25, 4041.6, 4079.75, 4128.5, 4161), .scale = 38.75 },
  { "index:8484-8513+8474-8484+8563-8577", plain_index, WINDOWS (8484, 8513, 8474, 8484, 8563, 8577),
    .scale = 29 },
  { "index:6189.625-6272.125+6066.625-6141.625+6372.625-6415.125+mag", plain_index,
    WINDOWS (6189.625, 6272.125, 6066.625, 6141.625, 6372.625, 6415.125, 1), .scale = 1 },
  { "d4000n", plain_break },
  { "beta_uv", plain_slope, .scale = 2 },
  { "lglir", plain_infrared },
  { "lgqion", plain_ionising, .noise = 1e47 },
  { "lgmstar_formed", plain_formed },
  { "lgmstar_living", plain_living },
  { "lgmstar_living:chabrier", plain_living_fit, .n = { -1.42 }, .key = "/mstar_surviving_chabrier" },
  { "lgmstar_living:kroupa", plain_living_fit, .n = { -1.45 }, .key = "/mstar_surviving_kroupa" },
  { "lgmstar_with_remnants", plain_with_remnants },
  { "lgmstar_with_remnants:salpeter", plain_surviving, .key = "/mstar_surviving_salpeter" },
  { "lgmstar_remnants", plain_remnants, .n = { -1.45 } },
  { "lgmstar_surviving", plain_living },
  { "lgmstar_surviving:chabrier", plain_surviving, .key = "/mstar_surviving_chabrier" },
  { "lgmstar_surviving:kroupa", plain_surviving, .key = "/mstar_surviving_kroupa" },
  { "lgmstar_surviving:salpeter", plain_surviving, .key = "/mstar_surviving_salpeter" },
  { "lgmstar_surviving:van_dokkum", plain_surviving, .key = "/mstar_surviving_van_dokkum" },
  { "lgmstar_remnants:chabrier", plain_remnants, .n = { -1.42 } },
  { "lgmstar_remnants:salpeter", plain_remnants, .n = { -1.67 } },
  { "lgsfr1", plain_rate, .n = { 0.001 }, .noise = 1e-6 },
  { "lgsfr10", plain_rate, .n = { 0.01 }, .noise = 1e-7 },
  { "lgsfr100", plain_rate, .n = { 0.1 }, .noise = 1e-8 },
  { "age_mass", plain_age },
  { "age_light", plain_age, .band = "BESSELL/V", .noise = 1e3 },
  { "age_light:LSST/u", plain_age, .band = "LSST/u", .noise = 1e3 },
  { "lgz_mass", plain_metals },
  { "lgz_light", plain_metals, .band = "BESSELL/V" },
  { "lgz_light:2MASS/Ks", plain_metals, .band = "2MASS/Ks" },
  { "ml:BESSELL/V", plain_mass_to_light, .band = "BESSELL/V", .mass = plain_with_remnants },
  { "ml:2MASS/Ks", plain_mass_to_light, .band = "2MASS/Ks", .mass = plain_with_remnants },
  { "ml_living:BESSELL/V", plain_mass_to_light, .band = "BESSELL/V", .mass = plain_living },
  { "ml_formed:LSST/r", plain_mass_to_light, .band = "LSST/r", .mass = plain_formed },
};
enum { N_ROWS = G_N_ELEMENTS (table) };

/* ------------------------------------------------------------------ data */

/* A row "LSST/g,5.08" of the table, found as a person would. */
static double
sun_of (const char *band)
{
  g_autofree char *path = data_path ("solar_magnitudes.csv"), *text = NULL,
                  *start = g_strdup_printf ("\n%s,", band);
  const char *at;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  at = strstr (text, start);
  return at ? g_ascii_strtod (at + strlen (start), NULL) : NAN;
}

static SlEngine *
new_engine (Library *l, SlTemplates *templates, const char *const *names, const char *const *histories,
            const double *epochs, guint n_epochs)
{
  SlEngineConfig config = { .templates = templates, .filters = l->filters, .observables = names,
                            .history_observables = histories, .epochs = epochs, .n_epochs = n_epochs };

  return create_engine (&sl_engine_cpu, &config);
}

static void
request (SlEngine *engine, const SlGalaxy *galaxy, SlRequestFlags want, SlResult *result)
{
  SlRequest request = { .galaxy = *galaxy, .tangents = sl_param_set_all (), .flags = want };
  g_autoptr (GError) error = NULL;

  sl_engine_evaluate (engine, &request, result, &error);
  g_assert_no_error (error);
}

static void
ask_values (SlEngine *engine, const SlGalaxy *galaxy, SlResult *result)
{
  request (engine, galaxy, SL_REQUEST_OBSERVABLES | SL_REQUEST_HISTORIES, result);
}

static void
ask (SlEngine *engine, const SlGalaxy *galaxy, SlResult *result)
{
  request (engine, galaxy,
           SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN | SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN,
           result);
}

static void
all_names (const char **names)
{
  for (guint i = 0; i < N_ROWS; i++)
    names[i] = table[i].name;
  names[N_ROWS] = NULL;
}

/* The reference's arrays. */
typedef struct {
  SlH5 *h5;
  gsize n;
  double *params, *bump, *sed, *weights, *metals, *mstar, *living, *obs;
  char **form, **obs_name;
} Points;

static void
points_load (Points *p)
{
  g_autofree char *path = reference_path_of (SL_NUMERICS_DSPS, "points.h5");
  gsize d[2] = { 0 };

  p->h5 = sl_h5_open (path, NULL);
  g_assert_nonnull (p->h5);
  p->params = read_all (p->h5, "/params", 2, d);
  p->n = d[0];
  p->bump = read_all (p->h5, "/uv_bump_free", 1, NULL);
  p->sed = read_all (p->h5, "/sed", 2, NULL);
  p->weights = read_all (p->h5, "/age_weights", 2, NULL);
  p->metals = read_all (p->h5, "/lgmet_weights", 3, NULL);
  p->mstar = read_all (p->h5, "/mstar", 1, NULL);
  p->living = read_all (p->h5, "/mstar_surviving_table", 1, NULL);
  p->obs = read_all (p->h5, "/observables", 2, NULL);
  p->form = sl_h5_read_strings (p->h5, "/form", NULL, NULL);
  p->obs_name = sl_h5_read_strings (p->h5, "/observable_names", NULL, NULL);
}

static void
points_clear (Points *p)
{
  double *array[] = { p->params, p->bump, p->sed, p->weights, p->metals, p->mstar, p->living, p->obs };

  for (guint i = 0; i < G_N_ELEMENTS (array); i++)
    g_free (array[i]);
  g_strfreev (p->form);
  g_strfreev (p->obs_name);
  sl_h5_close (p->h5);
}

static double *
bare_light (Library *l, const char *band)
{
  const SlTemplates *t = l->templates;
  const Galaxy g = { .t = t, .filters = l->filters };
  double *light = g_new (double, t->n_age * t->n_met);

  for (guint i = 0; i < t->n_age * t->n_met; i++)
    light[i] = band_integral (&g, band, t->flux + i * t->wave_stride, FALSE);
  return light;
}

static void
points_galaxy (const Points *p, Library *l, gsize i, const Row *row, const double *light, Galaxy *g)
{
  const SlTemplates *t = l->templates;

  *g = (Galaxy) { .t = t,
                  .filters = l->filters,
                  .sed = p->sed + i * t->n_wave,
                  .weight = p->weights + i * t->n_age,
                  .metals = p->metals + i * t->n_met * t->n_age,
                  .mstar = p->mstar[i],
                  .living = p->living[i],
                  .light = light };
  if (row->band)
    g->sun = sun_of (row->band);
  if (row->plain == plain_surviving || row->plain == plain_living_fit)
    {
      g_autofree double *x = read_all (p->h5, row->key, 1, NULL);
      g->surviving = x[i];
    }
  for (guint o = 0; row->plain == plain_flux && p->obs_name[o]; o++)
    if (strcmp (p->obs_name[o], row->key) == 0)
      g->obs_mag = p->obs[i * g_strv_length (p->obs_name) + o];
}

/* ----------------------------------------------------------------- tests */

static gboolean
is_lg (const Row *row)
{
  return g_str_has_prefix (row->name, "lg");
}

/* Sums of doubles alone, in which no spectrum is. */
static gboolean
of_masses (const Row *row)
{
  return row->plain != plain_mass_to_light && row->plain != plain_infrared && row->plain != plain_flux
         && (is_lg (row) || g_str_has_prefix (row->name, "age"));
}

static void
test_reference (Library *l, gconstpointer data)
{
  const char *names[N_ROWS + 1];
  g_autoptr (SlEngine) engine = NULL;
  g_autoptr (SlResult) result = NULL;
  double worst[N_ROWS] = { 0 }, *light[N_ROWS] = { NULL };
  Points p = { 0 };

  for (guint o = 0; o < N_ROWS; o++)
    if (table[o].band && table[o].plain != plain_mass_to_light)
      light[o] = bare_light (l, table[o].band);
  all_names (names);
  engine = new_engine (l, l->templates, names, NULL, NULL, 0);
  result = sl_result_new (engine);
  points_load (&p);
  for (gsize i = 0; i < p.n; i++)
    {
      SlGalaxy galaxy;

      sl_galaxy_init (&galaxy);
      memcpy (galaxy.value, p.params + i * N_REFERENCE_PARAMS, N_REFERENCE_PARAMS * sizeof (double));
      galaxy.sfh_form = reference_form (p.form[i]);
      galaxy.uv_bump_free = p.bump[i] != 0.0;
      galaxy.numerics = SL_NUMERICS_DSPS;
      galaxy.igm = FALSE; /* the reference has none */
      ask (engine, &galaxy, result);
      for (guint o = 0; o < N_ROWS; o++)
        {
          const Row *row = &table[o];
          Galaxy g;
          double ref, e, tol;

          points_galaxy (&p, l, i, row, light[o], &g);
          ref = row->plain (&g, row);
          if (!isfinite (ref))
            {
              g_assert_true (isnan (result->obs[o]));
              continue;
            }
          if (of_masses (row) && is_lg (row))
            {
              /* As a number, so that what is next to nothing is compared with what it is next to. */
              e = fabs (pow (10, result->obs[o] - ref) - 1.0);
              tol = TOL_MASS + TOL_WEIGHT * row->noise * g.mstar / pow (10, ref);
            }
          else if (of_masses (row))
            e = fabs (result->obs[o] / ref - 1.0), tol = TOL_MASS;
          else
            {
              e = fabs (result->obs[o] - ref) / (is_lg (row) ? 1.0 : MAX (fabs (ref), row->scale));
              tol = row->plain == plain_flux ? TOL_REFERENCE : TOL_LIGHT;
              /* A faint line is a small difference of the light in its band. */
              if (row->plain == plain_line_light)
                tol *= 1.0 + (row->n[1] - row->n[0]) / plain_width (&g, row);
            }
          worst[o] = MAX (worst[o], e);
          if (!(e <= tol))
            g_test_message ("%s at %" G_GSIZE_FORMAT ": %.12g, plain %.12g, error %.1e of %.1e", row->name, i,
                            result->obs[o], ref, e, tol);
          g_assert_cmpfloat (e, <=, tol);
        }
    }
  for (guint o = 0; o < N_ROWS; o++)
    {
      g_test_message ("%-70s worst %.1e", table[o].name, worst[o]);
      g_free (light[o]);
    }
  points_clear (&p);
}

/* An index by its expansion against direct integration, in doubles: every Lick index, every reference
 * spectrum. */
static void
test_expansion (Library *l, gconstpointer data)
{
  g_autofree char *list = sl_lick_band_names ();
  g_auto (GStrv) name = g_strsplit (list, " ", -1);
  double worst = 0.0;
  Points p = { 0 };

  g_assert_cmpuint (g_strv_length (name), ==, 25);
  points_load (&p);
  for (guint k = 0; name[k]; k++)
    {
      const SlLineBand *w = sl_lick_band_find (name[k]);
      g_autofree char *full = g_strconcat ("lick:", name[k], NULL);
      const Row row = { .n = { w->line_lo, w->line_hi, w->blue_lo, w->blue_hi, w->red_lo, w->red_hi,
                               w->magnitude } };
      SlPlan plan = { 0 };
      SlObservable o;

      g_assert_true (sl_observable_parse (l->filters, full, &o, NULL));
      g_assert_true (sl_plan_add (&plan, &o, l->templates, NULL));
      g_assert_cmpuint (o.n_functionals, ==, plan.n_rows);
      for (gsize i = 0; i < p.n; i++)
        {
          double phi[SL_MAX_FUNCTIONALS] = { 0 }, slope[SL_MAX_FUNCTIONALS + 1], mine, ref, e, s,
                 tol = TOL_EXPANSION;
          Galaxy g = { .t = l->templates, .sed = p.sed + i * l->templates->n_wave };

          for (guint f = 0; f < o.n_functionals; f++)
            for (guint j = 0; j < plan.rows[o.functional[f]].f.n; j++)
              phi[f] += plan.rows[o.functional[f]].f.k[j] * g.sed[plan.rows[o.functional[f]].f.pixel[j]];
          mine = sl_observable_value (&o, phi, 0.0, slope);
          ref = plain_index (&g, &row);
          e = fabs (mine - ref) / MAX (fabs (ref), 0.01 * (w->magnitude ? 1.0 : w->line_hi - w->line_lo));
          s = fabs (o.constant[1] * (phi[1] - phi[0]) / (phi[0] + o.constant[0] * (phi[1] - phi[0])));
          if (s > 0.5)
            {
              /* An emission line in a side band: as sl-formula-light.h has it. */
              double rho = s / (1.0 + sqrt (1.0 - s * s));

              g_assert_cmpstr (name[k], ==, "Fe5015");
              tol += 2.0 * pow (rho, 14) / (1.0 - rho) * (w->line_hi - w->line_lo - ref) / fabs (ref);
            }
          else
            worst = MAX (worst, e);
          g_assert_cmpfloat (e, <=, tol);
        }
      sl_plan_clear (&plan);
    }
  g_test_message ("expansion of indices: worst %.1e", worst);
  points_clear (&p);
}

/* A galaxy well inside the ranges. evolving: metals that follow the mass formed, and a velocity
 * dispersion. */
static void
random_galaxy (Library *l, gboolean evolving, SlGalaxy *g)
{
  smooth_galaxy (l->rng, 0.12, g);
  g->uv_bump_free = TRUE;
  g->dust_emission = g->igm = TRUE;
  g->metals = evolving ? SL_METALS_MASS : SL_METALS_AGE;
  if (!evolving)
    g->value[SL_PARAM_SIGMA_STAR] = 0.0;
}

/* What a central difference may miss where a value is near 0, relative to its usual size. */
#define DIFFERENCE_FLOOR 2e-5

static void
value_and_slope (const SlResult *r, guint o, int p, double *value, double *slope)
{
  const guint n = r->n_epochs, h = o - r->n_obs;

  *value = o < r->n_obs ? r->obs[o] : r->hist[h * n];
  *slope = o < r->n_obs ? r->obs_jac[o * SL_N_PARAMS + p] : r->hist_jac[((gsize) h * SL_N_PARAMS + p) * n];
}

static const double one_epoch[] = { 7.0 };

/* Derivative against central difference: every observable, now and in a history, by every parameter. */
static void
test_differences (Library *l, gconstpointer data)
{
  const char *names[N_ROWS + 1];
  g_autoptr (SlEngine) engine = NULL;
  g_autoptr (SlResult) at = NULL, up = NULL, down = NULL;

  all_names (names);
  engine = new_engine (l, l->templates, names, names, one_epoch, 1);
  at = sl_result_new (engine);
  up = sl_result_new (engine);
  down = sl_result_new (engine);
  for (int i = 0; i < 2; i++)
    {
      SlGalaxy g;

      random_galaxy (l, i == 1, &g);
      ask (engine, &g, at);
      for (int p = i % EACH; p < SL_N_PARAMS; p += EACH)
        {
          gboolean agrees[2 * N_ROWS] = { FALSE };
          double last[2 * N_ROWS];

          if (!sl_galaxy_uses (&g, p) || (p == SL_PARAM_SIGMA_STAR && g.value[p] == 0.0))
            continue;
          for (int k = 0; k < n_steps (p); k++)
            {
              double h = step_size (p, k);
              SlGalaxy gu = g, gd = g;

              gu.value[p] += h;
              gd.value[p] -= h;
              ask_values (engine, &gu, up);
              ask_values (engine, &gd, down);
              for (guint o = 0; o < 2 * N_ROWS; o++)
                {
                  const Row *row = &table[o % N_ROWS];
                  /* Histories in the observer's frame are of float spectra at each epoch, and so are all
                   * where metals follow the history. */
                  gboolean exact = through_masses (p) && i == 0 && !(o >= N_ROWS && row->plain == plain_flux);
                  double v, a, b, slope, unused, scale;

                  value_and_slope (at, o, p, &v, &slope);
                  value_and_slope (up, o, p, &a, &unused);
                  value_and_slope (down, o, p, &b, &unused);
                  scale = MAX (fabs (v), row->scale);
                  last[o] = (a - b) / (2 * h);
                  agrees[o] |=
                      fabs (last[o] - slope) <= DIFFERENCE_ERROR * fabs (slope) + DIFFERENCE_FLOOR * scale
                                                    + (exact ? DOUBLE_NOISE : FLOAT_NOISE) * scale / h;
                }
            }
          for (guint o = 0; o < 2 * N_ROWS; o++)
            {
              double v, slope;

              if (o >= N_ROWS && p >= SL_PARAM_REDSHIFT && p <= SL_PARAM_H)
                continue; /* the redshift of an epoch is held, that of a galaxy is not */
              value_and_slope (at, o, p, &v, &slope);
              if (!agrees[o])
                g_test_message ("%s%s by %s: value %g, slope %g, difference %g", table[o % N_ROWS].name,
                                o < N_ROWS ? "" : " (history)", sl_param_info (p)->name, v, slope, last[o]);
              g_assert_true (agrees[o]);
            }
        }
    }
}

/* Histories against engines whose galaxy is seen at each epoch. An epoch's redshift is found to about 1e-8 of
 * its time; observed bands of histories are of other sums of floats. */
#define TOL_EPOCH 1e-6
#define TOL_EPOCH_OBSERVED 1e-5

static void
test_histories (Library *l, gconstpointer data)
{
  /* A burst would be at another time for each galaxy. */
  static const double epochs[] = { 1.0, 3.0, 6.0, 9.0, 13.0 };
  const guint n = G_N_ELEMENTS (epochs);
  const char *names[N_ROWS + 1];
  g_autoptr (SlEngine) engine = NULL;
  g_autoptr (SlResult) then = NULL, now = NULL;
  SlGalaxy g;

  all_names (names);
  engine = new_engine (l, l->templates, names, names, epochs, n);
  then = sl_result_new (engine);
  now = sl_result_new (engine);
  random_galaxy (l, FALSE, &g);
  g.value[SL_PARAM_LGFBURST] = -30.0;
  ask (engine, &g, then);
  for (guint e = 0; e < n; e++)
    {
      g.value[SL_PARAM_REDSHIFT] = then->epoch_z[e];
      ask (engine, &g, now);
      g_assert_cmpfloat (fabs (now->t_obs - epochs[e]), <=, 1e-6);
      for (guint o = 0; o < N_ROWS; o++)
        {
          double tol = table[o].plain == plain_flux ? TOL_EPOCH_OBSERVED : TOL_EPOCH;
          double a = now->obs[o], b = then->hist[o * n + e];
          double scale = MAX (fabs (a), table[o].scale);

          if (!(fabs (a - b) <= tol * scale))
            g_test_message ("%s at %g Gyr: %.10g, in the history %.10g", names[o], epochs[e], a, b);
          g_assert_cmpfloat (fabs (a - b), <=, tol * scale);
          for (int p = 0; p < SL_PARAM_REDSHIFT; p++)
            {
              double da = now->obs_jac[o * SL_N_PARAMS + p],
                     db = then->hist_jac[((gsize) o * SL_N_PARAMS + p) * n + e];

              g_assert_cmpfloat (fabs (da - db), <=, 1e-3 * fabs (da) + 1e-4 * scale);
            }
        }
    }
}

static void
test_errors (Library *l, gconstpointer data)
{
  static const struct { const char *name, *says;
  } bad[] = {
    { "fnu:LSST/q", "LSST/q" },
    { "fnu:LSST/g-r", "one band" },
    { "fnu", "no observable" },
    { "d4000n:2", "no observable" },
    { "ew:", "no such line" },
    { "flux", "no observable" },
    { "cont:Lyalpha", "no such line" },
    { "ew:1-2", "three bands" },
    { "ew:1-2+3-4+5-6+7-8", "three bands" },
    { "ew:4997-5017+4970-4994+5020-x", "5020-x" },
    { "ew:4997-5017+4994-4970+5020-5045", "4994-4970" },
    { "ew:4997-5017+5020-5045+4970-4994", "between" },
    { "ew:4997-5060+4970-4994+5020-5045", "between" },
    { "ew:4997-5017+4970-4994+5020-5045@4990", "4990" },
    { "ew:4997-5017+4970-4994+5020-5045@", "centre" },
    { "ew:4997-5017+4970-4994+5020-5045+mag", "three bands" },
    { "ew:-5-3+4970-4994+5020-5045", "no such line" },
    { "ew:nan-5017+4970-4994+5020-5045", "no such line" },
    { "ew:4997-5017+1e999-4994+5020-5045", "1e999" },
    { "lick:Mgc", "no such index" },
    { "lick:4997-5017+4970-4994+5020-5045", "index:" },
    { "lick", "no observable" },
    { "index:Mgb", "three bands" },
    { "index:4997-5017+4970-4994+5020-5045+magnitude", "three bands" },
    { "index:4997-5017+4970-4994+5020-5045@5007", "5020-5045@5007" },
    { "lgmstar_surviving:jeans", "initial mass function" },
    { "lgmstar_remnants:jeans", "initial mass function" },
    { "age_mass:LSST/g", "no observable" },
    { "age_light:LSST", "SYSTEM/band" },
    { "ml:", "SYSTEM/band" },
    { "ml:LSST/q", "LSST/q" },
    { "ml:HERSCHEL/SPIRE250", "LSST/g" }, /* the Sun is not known there, but is in others */
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *const list[] = { bad[i].name, NULL };
      SlEngineConfig config = { .templates = l->templates, .filters = l->filters, .observables = list };
      g_autoptr (GError) error = NULL;

      g_assert_null (sl_engine_new (&sl_engine_cpu, &config, &error));
      g_assert_error (error, SL_ERROR, SL_ERROR_OBSERVABLE);
      if (!strstr (error->message, bad[i].name) || !strstr (error->message, bad[i].says))
        g_test_message ("%s: %s", bad[i].name, error->message);
      g_assert_nonnull (strstr (error->message, bad[i].name));
      g_assert_nonnull (strstr (error->message, bad[i].says));
    }
}

/* What the grid cannot give is NaN with its derivatives, as are fluxes at no distance; the rest stays. */
static void
test_absent (Library *l, gconstpointer data)
{
  static const char *const names[] = { "lick:Hbeta",
                                       "lick:NaD",
                                       "index:50-60+30-40+70-80",
                                       "ew:2e7-3e7+1e7-1.5e7+4e7-5e7",
                                       "fnu:LSST/g",
                                       "d4000n",
                                       "beta_uv",
                                       "lglir",
                                       "lglbol",
                                       "lgldust",
                                       "lgqion",
                                       "ml:LSST/g",
                                       "age_light",
                                       NULL };
  static const gboolean exists[] = { TRUE, FALSE, FALSE, FALSE, FALSE, TRUE, TRUE,
                                     TRUE, TRUE,  TRUE,  TRUE,  TRUE,  TRUE };
  G_STATIC_ASSERT (G_N_ELEMENTS (exists) == G_N_ELEMENTS (names) - 1);
  g_autoptr (SlTemplates) tiny = load_templates ("ssp_tiny.h5");
  g_autoptr (SlEngine) engine = new_engine (l, tiny, names, NULL, NULL, 0);
  g_autoptr (SlResult) r = sl_result_new (engine);
  SlGalaxy g;

  sl_galaxy_init (&g);
  ask (engine, &g, r);
  for (guint o = 0; names[o]; o++)
    {
      g_assert_true (exists[o] ? isfinite (r->obs[o]) : isnan (r->obs[o]));
      for (int p = 0; p < SL_N_PARAMS; p++)
        g_assert_true (exists[o] ? isfinite (r->obs_jac[o * SL_N_PARAMS + p])
                                 : p < SL_PARAM_REDSHIFT ? isnan (r->obs_jac[o * SL_N_PARAMS + p]) : TRUE);
    }
}

/* Integrals where they can be had in closed form: of a spectrum that is 1, over bands with ends between
 * nodes. */
static void
test_integrals (Library *l, gconstpointer data)
{
  static const double wave[] = { 100, 130, 150, 220, 300, 1000 };
  static const struct { SlLight light; double lo, hi; guint order; double value; } row[] = {
    { SL_LIGHT_MEAN_NU, 110, 290, 0, 1.0 }, { SL_LIGHT_MEAN_NU, 110, 290, 2, -1.0 / 3.0 },
    { SL_LIGHT_MEAN_NU, 110, 115, 13, 0.0 }, { SL_LIGHT_MEAN_NU, 131, 999, 14, -1.0 / 195.0 },
    { SL_LIGHT_TOTAL, 110, 290, 0, LIGHT_SPEED / 110 - LIGHT_SPEED / 290 },
    { SL_LIGHT_TOTAL, 0.0, INFINITY, 0, LIGHT_SPEED / 100 - LIGHT_SPEED / 1000 },
    { SL_LIGHT_MEAN_LAMBDA, 130, 150, 0, 0.5 / (130 * 130) + 0.5 / (150 * 150) },
  };
  SlFunctional f;

  for (guint i = 0; i < G_N_ELEMENTS (row); i++)
    {
      double sum = 0.0;

      g_assert_true (
          sl_functional_init_integral (&f, row[i].light, row[i].lo, row[i].hi, row[i].order, wave, 6));
      for (guint j = 0; j < f.n; j++)
        {
          g_assert_true (j == 0 || f.pixel[j] > f.pixel[j - 1]);
          sum += f.k[j];
        }
      g_assert_cmpfloat (fabs (sum - row[i].value), <=, 1e-13 * MAX (1.0, fabs (row[i].value)));
      sl_functional_clear (&f);
    }
  g_assert_false (sl_functional_init_integral (&f, SL_LIGHT_MEAN_NU, 99, 200, 0, wave, 6));
  g_assert_false (sl_functional_init_integral (&f, SL_LIGHT_MEAN_NU, 200, 1001, 0, wave, 6));
  g_assert_cmpuint (f.n, ==, 0);
}

/* Each galaxy has formed at least the mass of its living stars and remnants, which is more than that of the
 * living stars alone; the older names are those of the same masses. */
static void
test_masses (Library *l, gconstpointer data)
{
  static const char *const names[] = { "lgmstar_formed",           "lgmstar_with_remnants",
                                       "lgmstar_living",           "lgmstar_surviving",
                                       "lgmstar_surviving:kroupa", "lgmstar_with_remnants:kroupa",
                                       "ml_formed:LSST/r",         "ml:LSST/r",
                                       "ml_living:LSST/r",         NULL };
  g_autoptr (SlEngine) engine = new_engine (l, l->templates, names, NULL, NULL, 0);
  g_autoptr (SlResult) r = sl_result_new (engine);

  for (guint i = 0; i < 20; i++)
    {
      SlGalaxy g;

      random_galaxy (l, FALSE, &g);
      ask (engine, &g, r);
      g_assert_cmpfloat (r->obs[0], >=, r->obs[1]);
      g_assert_cmpfloat (r->obs[1], >, r->obs[2]);
      g_assert_cmpfloat (r->obs[2], ==, r->obs[3]);
      g_assert_cmpfloat (r->obs[4], ==, r->obs[5]);
      for (guint k = 0; k < 3; k++)
        g_assert_cmpfloat (fabs (log10 (r->obs[6 + k] / r->obs[6]) - (r->obs[k] - r->obs[0])), <=, TOL_MASS);
    }
}

/* A library's words, and no words. */
static void
test_imf_of_library (Library *l, gconstpointer data)
{
  static const struct { const char *words, *name; } row[] = {
    { "Kroupa & Boily (2002), 0.1-100 Msun", "kroupa" }, { "CHABRIER (2003)", "chabrier" },
    { "salpeter", "salpeter" }, { "van Dokkum (2008)", "van_dokkum" }, { "of our own", "kroupa" },
    { NULL, "kroupa" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (row); i++)
    g_assert_cmpstr (sl_imf_of_library (row[i].words)->name, ==, row[i].name);
  g_assert_nonnull (strstr (l->templates->imf, "Kroupa"));
}

/* A library without its own masses of living stars has Kroupa's fit. */
static void
test_no_table (Library *l, gconstpointer data)
{
  static const char *const names[] = { "lgmstar_living",        "lgmstar_living:kroupa",
                                       "lgmstar_with_remnants", "lgmstar_with_remnants:kroupa", NULL };
  g_autoptr (SlEngine) engine = NULL;
  g_autoptr (SlResult) r = NULL;
  SlGalaxy g;

  g_clear_pointer (&l->templates->mstar_surviving, g_free);
  engine = new_engine (l, l->templates, names, NULL, NULL, 0);
  r = sl_result_new (engine);
  random_galaxy (l, FALSE, &g);
  ask (engine, &g, r);
  g_assert_true (isfinite (r->obs[0]));
  g_assert_cmpfloat (r->obs[0], ==, r->obs[1]);
  g_assert_cmpfloat (r->obs[2], >, r->obs[0]);
  g_assert_cmpfloat (r->obs[2], ==, r->obs[3]);
}

static void
test_labels (Library *l, gconstpointer data)
{
  static const struct { const char *name, *label, *unit; } row[] = {
    { "rest:LSST/g-r", "<i>g</i> − <i>r</i>", "mag" },
    { "fnu:LSST/i", "<i>f</i><sub>ν</sub>(<i>i</i>)", "µJy" },
    { "ew:OIII5007", "<i>W</i>([O III])", "Å" },
    { "ew:4997-5017+4970-4994+5020-5045", "<i>W</i>(4997–5017)", "Å" },
    { "flux:OIII5007", "lg <i>L</i>([O III])", "L☉" },
    { "cont:OIII5007", "lg <i>L</i><sub>λ</sub>([O III])", "L☉/Å" },
    { "lick:Mg2", "Mg<sub>2</sub>", "mag" },
    { "lick:Mgb", "Mg <i>b</i>", "Å" },
    { "index:4997-5017+4970-4994+5020-5045+mag", "<i>I</i>(4997–5017)", "mag" },
    { "lgmstar_formed", "lg <i>M</i><sub>formed</sub> (Kroupa)", "M☉" },
    { "lgmstar_living", "lg <i>M</i><sub>living</sub> (Kroupa)", "M☉" },
    { "lgmstar_with_remnants", "lg <i>M</i><sub>living + remnants</sub> (Kroupa)", "M☉" },
    { "lgmstar_surviving", "lg <i>M</i><sub>living</sub> (Kroupa)", "M☉" },
    { "lgmstar_surviving:van_dokkum", "lg <i>M</i><sub>living + remnants</sub> (van Dokkum)", "M☉" },
    { "age_light", "⟨age⟩<sub><i>V</i></sub>", "Gyr" },
    { "ml:2MASS/Ks", "<i>M</i><sub>living + remnants</sub>/<i>L</i>(<i>Ks</i>) (Kroupa)", "M☉/L☉" },
    { "ml_living:2MASS/Ks", "<i>M</i><sub>living</sub>/<i>L</i>(<i>Ks</i>) (Kroupa)", "M☉/L☉" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (row); i++)
    {
      SlObservableLabel label;
      g_autoptr (GError) error = NULL;

      g_assert_true (sl_observable_label (l->filters, l->templates, row[i].name, &label, &error));
      g_assert_cmpstr (label.name, ==, row[i].name);
      g_assert_cmpstr (label.label, ==, row[i].label);
      g_assert_cmpstr (label.unit, ==, row[i].unit);
      sl_observable_label_clear (&label);
    }
  /* None has a label that is not markup, and none holds a comma, at which lists are split. */
  for (guint i = 0; i < N_ROWS; i++)
    {
      SlObservableLabel label;
      int depth = 0;

      g_assert_true (sl_observable_label (l->filters, l->templates, table[i].name, &label, NULL));
      for (const char *c = label.label; *c; c++)
        depth += *c == '<' ? (c[1] == '/' ? -1 : 1) : 0;
      g_assert_cmpint (depth, ==, 0);
      g_assert_null (strchr (label.name, ','));
      sl_observable_label_clear (&label);
    }
}

/* The Sun against Willmer (2018, ApJS 236, 47), apparent AB magnitudes at 1 au; his spectrum of it is another
 * one. */
#define SUN_AT_10_PC 31.5721 /* 5 lg (10 pc / 1 au) */
#define TOL_SUN 0.07

static void
test_sun (Library *l, gconstpointer data)
{
  static const struct { const char *band; double apparent;
  } row[] = {
    { "BESSELL/U", -25.25 }, { "BESSELL/B", -26.26 }, { "BESSELL/V", -26.77 }, { "BESSELL/R", -26.97 },
    { "BESSELL/I", -27.06 }, { "2MASS/J", -27.03 },   { "2MASS/H", -26.91 },   { "2MASS/Ks", -26.49 },
    { "SDSS/u", -25.18 },    { "SDSS/g", -26.47 },    { "SDSS/r", -26.93 },    { "SDSS/i", -27.05 },
    { "SDSS/z", -27.07 },
  };
  guint unknown = 0;

  for (guint i = 0; i < G_N_ELEMENTS (row); i++)
    {
      double m = NAN;

      g_assert_true (sl_solar_magnitude (row[i].band, &m, NULL));
      g_assert_cmpfloat (fabs (m - row[i].apparent - SUN_AT_10_PC), <=, TOL_SUN);
    }
  for (guint i = 0; i < l->filters->n_filters; i++)
    {
      double m;

      unknown += !sl_solar_magnitude (l->filters->filters[i].name, &m, NULL);
    }
  g_assert_cmpuint (unknown, ==, 5); /* PACS160, SPIRE, MIPS160: beyond the Sun's spectrum */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name)                                                                                            \
  g_test_add ("/observables/" #name, Library, "ssp_bc03_miles.h5", library_set_up, test_##name,              \
              library_tear_down)
  ADD (reference);
  ADD (expansion);
  ADD (differences);
  ADD (histories);
  ADD (errors);
  ADD (absent);
  ADD (no_table);
  ADD (masses);
  ADD (imf_of_library);
  ADD (integrals);
  ADD (labels);
  ADD (sun);
#undef ADD
  return g_test_run ();
}
