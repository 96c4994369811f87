/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "model/inference/sl-coordinates.h"
#include "model/inference/sl-measurement.h"
#include "model/inference/sl-prior.h"
#include "model/support/sl-error.h"

/* Priors, coordinates and tables of measurements. */

/* Sums over so many steps are exact to the second: densities are smooth. */
#define N_STEPS 20000
#define TOL_SUM 1e-6
/* A central difference of a smooth function with steps of 1e-5. */
#define TOL_SLOPE 1e-7

static const struct {
  const char *text;
  double lo, hi;
} prior_table[] = {
  { "uniform", -3.0, 2.0 },
  { "uniform(0,1.5)", -3.0, 2.0 },
  { "normal(-2.0,0.2)", -4.0, -1.0 },
  { "normal(0.1,3)", 0.0, 1.0 },
  { "normal(-6,0.7)", -1.0, 4.0 },     /* in its upper tail */
  { "normal(9,0.5)", 0.0, 4.0 },       /* in its lower tail */
  { "loguniform(0.01,10)", 0.0, 4.0 },
};

static SlPriorOver
prior_number (guint i)
{
  g_autoptr (GError) error = NULL;
  SlPriorOver over;
  SlPrior prior;

  g_assert_true (sl_prior_parse (prior_table[i].text, &prior, &error));
  g_assert_true (sl_prior_over (&prior, "x", prior_table[i].lo, prior_table[i].hi, &over, &error));
  g_assert_no_error (error);
  return over;
}

/* Density, and moments around the median, by sums over the middles of steps. */
static void
test_normalised (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (prior_table); i++)
    {
      const SlPriorOver over = prior_number (i);
      const double ratio = log (over.hi / over.lo);
      const gboolean lg = over.prior.kind == SL_PRIOR_LOG_UNIFORM;
      const double middle = sl_prior_quantile (&over, 0.5);
      double sum = 0.0, mean = 0.0, square = 0.0;

      for (guint k = 0; k < N_STEPS; k++)
        {
          const double q = (k + 0.5) / N_STEPS;
          /* Steps even in ln x where the density is that of ln x. */
          const double x = lg ? over.lo * exp (q * ratio) : over.lo + q * (over.hi - over.lo);
          const double step = (lg ? x * ratio : over.hi - over.lo) / N_STEPS;
          const double part = step * exp (sl_prior_lg_density (&over, x, NULL));

          sum += part;
          mean += part * (x - middle);
          square += part * (x - middle) * (x - middle);
        }
      g_test_message ("%s: %.9g", prior_table[i].text, sum);
      g_assert_cmpfloat_with_epsilon (sum, 1.0, TOL_SUM);
      g_assert_cmpfloat_with_epsilon (square - mean * mean, sl_prior_variance (&over),
                                      1e-4 * sl_prior_variance (&over));
      g_assert_cmpfloat (sl_prior_lg_density (&over, over.hi + 0.1, NULL), ==, -INFINITY);
    }
}

/* The integral up to a quantile is its share. */
static void
test_quantiles (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (prior_table); i++)
    {
      const SlPriorOver over = prior_number (i);

      for (guint j = 0; j <= 10; j++)
        {
          const double end = sl_prior_quantile (&over, 0.1 * j), step = (end - over.lo) / N_STEPS;
          double sum = 0.0;

          for (guint k = 0; k < N_STEPS; k++)
            sum += step * exp (sl_prior_lg_density (&over, over.lo + (k + 0.5) * step, NULL));
          /* 1/x changes by a thousand from one end to the other. */
          g_assert_cmpfloat_with_epsilon (sum, 0.1 * j,
                                          over.prior.kind == SL_PRIOR_LOG_UNIFORM ? 1e-3 : TOL_SUM);
        }
    }
}

/* The ends are quantiles, too, also where a range is so wide or so far out that its shares are 0. */
static void
test_ends (void)
{
  static const struct {
    double mean, sigma, lo, hi, first;
  } table[] = {
    { 0.0, 1.0, -3.0, 2.0, -3.0 }, { 0.0, 0.01, -1.0, 1.0, -0.385 }, { 1.0, 0.01, -1.0, 0.0, 0.0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const SlPrior prior = { SL_PRIOR_NORMAL, TRUE, table[i].mean, table[i].sigma };
      SlPriorOver over;

      g_assert_true (sl_prior_over (&prior, "x", table[i].lo, table[i].hi, &over, NULL));
      g_assert_cmpfloat_with_epsilon (sl_prior_quantile (&over, 0.0), table[i].first, 1e-9);
      g_assert_cmpfloat_with_epsilon (sl_prior_quantile (&over, 1.0), table[i].hi, 1e-9);
    }
}

/* Slopes by differences; squares of rows are the density. */
static void
test_slopes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (prior_table); i++)
    {
      const SlPriorOver over = prior_number (i);
      const double h = 1e-5, first = over.lo + 0.3 * (over.hi - over.lo);
      double constant = 0.0;

      for (guint k = 0; k < 5; k++)
        {
          const double x = first + 0.1 * k * (over.hi - over.lo);
          double slope, row, row_slope, after, before, unused;
          const double lg = sl_prior_lg_density (&over, x, &slope);
          const double rise =
              sl_prior_lg_density (&over, x + h, NULL) - sl_prior_lg_density (&over, x - h, NULL);

          g_assert_cmpfloat_with_epsilon (slope, rise / (2.0 * h), TOL_SLOPE * MAX (1.0, fabs (slope)));
          if (!sl_prior_residual (&over, x, &row, &row_slope))
            {
              g_assert_false (sl_prior_has_residual (&over));
              g_assert_cmpfloat (slope, ==, 0.0);
              continue;
            }
          sl_prior_residual (&over, x + h, &after, &unused);
          sl_prior_residual (&over, x - h, &before, &unused);
          g_assert_cmpfloat_with_epsilon (row_slope, (after - before) / (2.0 * h),
                                          TOL_SLOPE * MAX (1.0, fabs (row_slope)));
          if (k == 0)
            constant = lg + 0.5 * row * row;
          g_assert_cmpfloat_with_epsilon (lg + 0.5 * row * row, constant,
                                          1e-9 * MAX (1.0, fabs (constant)));
        }
    }
}

static void
test_texts (void)
{
  static const char *const wrong[] = {
    "",           "normal",        "normal(1)",  "normal(1,0)",   "normal(1,-2)",    "normal(a,1)",
    "uniform(2,1)", "uniform(1,1)",  "gauss(0,1)", "normal(0,1) x", "loguniform(0,1)", "loguniform",
    "normal(0,1", "normal(nan,1)", "uniform(-inf,1)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (prior_table); i++)
    {
      const SlPriorOver over = prior_number (i);
      g_autofree char *text = sl_prior_text (&over.prior);
      SlPrior again;

      g_assert_true (sl_prior_parse (text, &again, NULL));
      g_assert_cmpint (again.kind, ==, over.prior.kind);
      g_assert_cmpfloat (again.a, ==, over.prior.a);
      g_assert_cmpfloat (again.b, ==, over.prior.b);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      SlPrior prior;

      g_test_message ("%s", wrong[i]);
      g_assert_false (sl_prior_parse (wrong[i], &prior, &error));
      g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
    }
}

/* Nothing of the prior is in the range. */
static void
test_outside (void)
{
  const SlPrior prior = { SL_PRIOR_UNIFORM, TRUE, 3.0, 4.0 };
  g_autoptr (GError) error = NULL;
  SlPriorOver over;

  g_assert_false (sl_prior_over (&prior, "av_old", 0.0, 2.0, &over, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
  g_assert_nonnull (strstr (error->message, "av_old"));
}

/* ln Phi against values of scipy 1.17.1, scipy.special.log_ndtr, through the row that limits are made of; a
 * prior far in its tail has the ratio of two of them in its norm. */
static void
test_tails (void)
{
  static const struct { double z, lg; } table[] = {
    { -1.0, -1.8410216450092634 }, { -4.5, -12.592419735713081 }, { -5.0, -15.064998393988727 },
    { -10.0, -53.23128515051248 }, { -20.0, -203.9171553710973 },  { -37.0, -689.0305855768908 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const SlPrior prior = { SL_PRIOR_NORMAL, TRUE, 0.0, 1.0 };
      SlPriorOver over;

      g_assert_true (sl_prior_over (&prior, "x", -60.0, table[i].z, &over, NULL));
      g_assert_cmpfloat_with_epsilon (over.lg_norm - 0.918938533204672742, table[i].lg,
                                      1e-11 * fabs (table[i].lg));
    }
}

/* ------------------------------------------------------------ coordinates */

static void
make_coordinates (SlCoordinates *c, const SlParamId *params, guint n, SlGalaxy *galaxy)
{
  double lo[SL_N_PARAMS], hi[SL_N_PARAMS];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    sl_galaxy_range (galaxy, params[i], NULL, &lo[i], &hi[i]);
  g_assert_true (sl_coordinates_init (c, galaxy, params, n, lo, hi, &error));
  g_assert_no_error (error);
}

/* Upper parameters first, so that the order of evaluation matters. */
static const SlParamId pairs[] = { SL_PARAM_LGYR_MAX, SL_PARAM_LG_REJUV, SL_PARAM_AV_OLD, SL_PARAM_LG_DROP,
                                   SL_PARAM_LGYR_PEAK, SL_PARAM_LGMET_OLD };

/* ln of the volume against the determinant of differences: the matrix is a product of triangles after
 * sorting, and its determinant the product of the own slopes. */
static void
test_transform (void)
{
  const guint n = G_N_ELEMENTS (pairs);
  g_autoptr (GRand) rng = g_rand_new_with_seed (5);
  SlCoordinates c;
  SlGalaxy galaxy;

  sl_galaxy_init (&galaxy);
  make_coordinates (&c, pairs, n, &galaxy);
  for (guint k = 0; k < 200; k++)
    {
      double u[SL_N_PARAMS], x[SL_N_PARAMS], back[SL_N_PARAMS], volume, rows[SL_N_PARAMS] = { 0.0 };
      double lg_slope[SL_N_PARAMS] = { 0.0 }, want = 0.0;
      SlCoordinateSlopes slopes;

      for (guint i = 0; i < n; i++)
        u[i] = g_rand_double_range (rng, -4.0, 4.0);
      sl_coordinates_to_x (&c, u, x, &volume, &slopes);
      g_assert_cmpfloat (x[0] - x[4], >=, 1e-6);
      g_assert_cmpfloat (x[1] - x[3], >=, 0.0);
      g_assert_cmpuint (sl_coordinates_from_x (&c, x, back, NULL), ==, 0);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpfloat_with_epsilon (back[i], u[i], 1e-9);
          rows[i] = 1.0 + i;
        }
      sl_coordinates_rows_by_u (&c, &slopes, rows, 1);
      sl_coordinates_add_volume (&c, &slopes, lg_slope);
      for (guint i = 0; i < n; i++)
        {
          const double h = 1e-5, at = u[i];
          double more[SL_N_PARAMS], less[SL_N_PARAMS], volume_more, volume_less, sum = 0.0;

          u[i] = at + h;
          sl_coordinates_to_x (&c, u, more, &volume_more, NULL);
          u[i] = at - h;
          sl_coordinates_to_x (&c, u, less, &volume_less, NULL);
          u[i] = at;
          want += log ((more[i] - less[i]) / (2.0 * h));
          for (guint j = 0; j < n; j++)
            sum += (1.0 + j) * (more[j] - less[j]) / (2.0 * h);
          /* Within a step of the kink, where the end of the range of lgyr_max changes, differences fail. */
          if (fabs (x[4] - 6.0) < 1e-3)
            continue;
          g_assert_cmpfloat_with_epsilon (rows[i], sum, 1e-7);
          g_assert_cmpfloat_with_epsilon (lg_slope[i], (volume_more - volume_less) / (2.0 * h), 1e-7);
        }
      if (fabs (x[4] - 6.0) >= 1e-3)
        g_assert_cmpfloat_with_epsilon (volume, want, 1e-6);
    }
}

/* The density of a bounded parameter in u integrates to 1 as it does in x. */
static void
test_volume (void)
{
  const SlParamId param = SL_PARAM_LGMET_OLD;
  SlPriorOver over = prior_number (2);
  SlCoordinates c;
  SlGalaxy galaxy;
  double sum = 0.0;

  sl_galaxy_init (&galaxy);
  make_coordinates (&c, &param, 1, &galaxy);
  for (guint k = 0; k < N_STEPS; k++)
    {
      const double step = 80.0 / N_STEPS, u = -40.0 + (k + 0.5) * step;
      double x, volume;

      sl_coordinates_to_x (&c, &u, &x, &volume, NULL);
      sum += step * exp (volume + sl_prior_lg_density (&over, x, NULL));
    }
  g_assert_cmpfloat_with_epsilon (sum, 1.0, TOL_SUM);
}

/* Far out nothing overflows, and x stays in its range. */
static void
test_far (void)
{
  const SlParamId param = SL_PARAM_AV_OLD;
  SlCoordinates c;
  SlGalaxy galaxy;

  sl_galaxy_init (&galaxy);
  make_coordinates (&c, &param, 1, &galaxy);
  for (double u = -1e6; u <= 1e6; u += 1e5)
    {
      SlCoordinateSlopes slopes;
      double x, volume;

      sl_coordinates_to_x (&c, &u, &x, &volume, &slopes);
      g_assert_true (x >= 0.0 && x <= 4.0);
      g_assert_true (isfinite (volume) && isfinite (slopes.by_u[0]) && isfinite (slopes.lg_by_u[0]));
    }
}

/* One of a pair is fixed and limits the other. A start on a bound is moved inside, and so is what is below
 * its fixed partner. */
static void
test_fixed (void)
{
  const SlParamId params[] = { SL_PARAM_LG_REJUV, SL_PARAM_AV_OLD };
  const double x[] = { -2.0, 0.0 };
  gboolean moved[2];
  double u[2], inside[2], lo, hi;
  SlCoordinates c;
  SlGalaxy galaxy;

  sl_galaxy_init (&galaxy);
  galaxy.value[SL_PARAM_LG_DROP] = -1.0;
  make_coordinates (&c, params, 2, &galaxy);
  sl_coordinates_ends (&c, x, 0, &lo, &hi);
  g_assert_cmpfloat (lo, ==, -1.0);
  g_assert_cmpfloat (hi, ==, 0.0);
  g_assert_cmpuint (sl_coordinates_from_x (&c, x, u, moved), ==, 2);
  g_assert_true (moved[0] && moved[1]);
  sl_coordinates_to_x (&c, u, inside, NULL, NULL);
  g_assert_cmpfloat_with_epsilon (inside[0], -0.99, 1e-12);
  g_assert_cmpfloat_with_epsilon (inside[1], 0.04, 1e-12);
}

/* ----------------------------------------------------------- measurements */

static void
test_kinds (void)
{
  for (guint i = 0; i < SL_N_MEASUREMENT_KINDS; i++)
    g_assert_cmpint (sl_measurement_kind_lookup (sl_measurement_kind_name (i), "mag"), ==, i);
  g_assert_cmpint (sl_measurement_kind_lookup ("", "mag"), ==, SL_MEASUREMENT_VALUE);
  g_assert_cmpint (sl_measurement_kind_lookup ("upper", "mag"), ==, SL_MEASUREMENT_UPPER);
  g_assert_cmpint (sl_measurement_kind_lookup ("<", "µJy"), ==, SL_MEASUREMENT_UPPER);
  g_assert_cmpint (sl_measurement_kind_lookup ("fainter", "µJy"), ==, SL_MEASUREMENT_UPPER);
  g_assert_cmpint (sl_measurement_kind_lookup ("fainter", "mag"), ==, SL_MEASUREMENT_LOWER);
  g_assert_cmpint (sl_measurement_kind_lookup ("brighter", "mag"), ==, SL_MEASUREMENT_UPPER);
  g_assert_cmpint (sl_measurement_kind_lookup ("perhaps", "mag"), ==, -1);
}

static void
test_measurements (void)
{
  g_autoptr (SlMeasurements) m = sl_measurements_new ();
  g_autoptr (SlMeasurements) other = NULL;
  g_autoptr (GError) error = NULL;
  const double bad[] = { 0.0, -1.0, NAN, INFINITY };
  const SlMeasurementFloor floor = { 0.03, 0.1 };
  const SlMeasurement row = { NULL, 20.0, 0.04, SL_MEASUREMENT_VALUE, TRUE };

  g_assert_true (sl_measurements_add (m, "obs:LSST/g", SL_MEASUREMENT_VALUE, 24.0, 0.1, &error));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) why = NULL;

      g_assert_false (sl_measurements_add (m, "obs:LSST/r", SL_MEASUREMENT_VALUE, 24.0, bad[i], &why));
      g_assert_error (why, SL_ERROR, SL_ERROR_DATA);
    }
  g_assert_false (sl_measurements_add (m, "obs:LSST/r", SL_MEASUREMENT_VALUE, NAN, 0.1, &error));
  g_assert_cmpuint (sl_measurements_count (m), ==, 1);
  other = sl_measurements_copy (m);
  g_assert_true (sl_measurements_same_names (m, other));
  sl_measurements_add (other, "obs:LSST/r", SL_MEASUREMENT_VALUE, 24.0, 0.1, NULL);
  g_assert_false (sl_measurements_same_names (m, other));
  g_assert_cmpfloat_with_epsilon (sl_measurement_sigma (&row, floor, "mag", FALSE), 0.05, 1e-12);
  g_assert_cmpfloat_with_epsilon (sl_measurement_sigma (&row, floor, "µJy", FALSE), hypot (0.04, 2.0), 1e-12);
  g_assert_cmpfloat_with_epsilon (sl_measurement_sigma (&row, floor, "L☉", TRUE), hypot (0.04, 0.1 / G_LN10),
                                  1e-12);
}

/* Draws have the mean and spread that they say; the same seed gives the same. */
static void
test_mock (void)
{
  g_autoptr (SlMeasurements) m = sl_measurements_new ();
  g_autoptr (SlMeasurements) other = NULL;
  g_autofree double *truth = g_new (double, N_STEPS);
  double sum = 0.0, squares = 0.0;

  for (guint i = 0; i < N_STEPS; i++)
    {
      sl_measurements_add (m, "d4000n", SL_MEASUREMENT_VALUE, 1.0, 0.5, NULL);
      truth[i] = i ? 3.0 : NAN;
    }
  other = sl_measurements_copy (m);
  g_assert_cmpuint (sl_measurements_mock (m, truth, 7), ==, 1);
  sl_measurements_mock (other, truth, 7);
  g_assert_false (sl_measurements_get (m, 0)->on);
  for (guint i = 1; i < N_STEPS; i++)
    {
      const double z = (sl_measurements_get (m, i)->value - 3.0) / 0.5;

      g_assert_cmpfloat (sl_measurements_get (m, i)->value, ==, sl_measurements_get (other, i)->value);
      sum += z;
      squares += z * z;
    }
  /* Four standard errors of a mean and of a variance. */
  g_assert_cmpfloat (fabs (sum / N_STEPS), <, 4.0 / sqrt (N_STEPS));
  g_assert_cmpfloat (fabs (squares / N_STEPS - 1.0), <, 4.0 * sqrt (2.0 / N_STEPS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/priors/normalised", test_normalised);
  g_test_add_func ("/priors/quantiles", test_quantiles);
  g_test_add_func ("/priors/ends", test_ends);
  g_test_add_func ("/priors/slopes", test_slopes);
  g_test_add_func ("/priors/texts", test_texts);
  g_test_add_func ("/priors/outside", test_outside);
  g_test_add_func ("/priors/tails", test_tails);
  g_test_add_func ("/coordinates/transform", test_transform);
  g_test_add_func ("/coordinates/volume", test_volume);
  g_test_add_func ("/coordinates/far", test_far);
  g_test_add_func ("/coordinates/fixed", test_fixed);
  g_test_add_func ("/measurements/kinds", test_kinds);
  g_test_add_func ("/measurements/measurements", test_measurements);
  g_test_add_func ("/measurements/mock", test_mock);
  return g_test_run ();
}
