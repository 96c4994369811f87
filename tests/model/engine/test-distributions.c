/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What galaxies consist of, against the published packages and against differences. */
#include "model/sfh/sl-age-grid.h"
#include "model/ssp/sl-ssp-weights.h"
#include "model/engine/sl-distributions.h"
#include "tests/model/options.h"

/* Doubles on both sides; the youngest ages' weights are differences of nearly equal masses. */
#define TOL_WEIGHT 1e-13   /* absolute */
/* The same on grids that end before the oldest stars: what is left may be 1e-4 of the mass, which rounding
 * goes with. */
#define TOL_WEIGHT_CUT 1e-10
#define TOL_SLOPE 1e-7     /* of the largest entry of the column: the reference's own rounding */
/* Attenuation goes through the light that is left: rounding of its logarithm, of the largest of the table. */
#define TOL_DUST 2e-12
/* Sums of up to 94 weights. */
#define TOL_SUM 1e-13
/* Central differences, steps of 1e-5 of a parameter's range: rounding of weights over the step, and the next
 * order. */
#define STEP 1e-5
#define TOL_DIFFERENCE 2e-5        /* of the largest derivative */
/* Where a birth crosses a time of the table between the three, one side's difference is the tangent's: of
 * first order. */
#define TOL_SIDE 1e-3
#define TOL_DIFFERENCE_FLOOR 1e-6  /* of the largest value */

static void
galaxy_of (SlGalaxy *galaxy, const double *params, gboolean bump_free, const char *form)
{
  sl_galaxy_init (galaxy);
  memcpy (galaxy->value, params, N_REFERENCE_PARAMS * sizeof *params);
  galaxy->uv_bump_free = bump_free;
  galaxy->sfh_form = reference_form (form);
}

static void
test_points (gconstpointer data)
{
  const SlNumerics numerics = GPOINTER_TO_UINT (data);
  g_autoptr (SlTemplates) t = load_templates ("ssp_bc03_miles.h5");
  g_autofree char *path = reference_path_of (numerics, "points.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);
  gsize d[3] = { 0 }, n_obs;
  g_autofree double *params = read_all (h5, "/params", 2, d),
                    *bump_free = read_all (h5, "/uv_bump_free", 1, NULL);
  g_autofree double *ages = read_all (h5, "/age_weights", 2, NULL),
                    *metals = read_all (h5, "/lgmet_weights", 3, NULL);
  g_autofree double *gas = read_all (h5, "/lgu_weights", 2, NULL), *t_obs = read_all (h5, "/t_obs", 1, NULL);
  const gsize n = d[0];
  g_autofree double *jac = (d[0] = d[1] = 0, read_all (h5, "/jac", 3, d));
  g_auto (GStrv) form = sl_h5_read_strings (h5, "/form", NULL, &error);
  double top[N_REFERENCE_PARAMS] = { 0 };
  /* lg of the mass formed is the last but one observable. */
  const gsize mass = d[1] - 2;

  n_obs = d[1];
  for (gsize i = 0; i < n; i++)
    for (int p = 0; p < N_REFERENCE_PARAMS; p++)
      top[p] = MAX (top[p], fabs (jac[(i * n_obs + mass) * N_REFERENCE_PARAMS + p]));
  for (gsize i = 0; i < n; i++)
    {
      const double now = SL_DISTRIBUTION_OBSERVED;
      SlGalaxy galaxy;
      g_auto (SlMetalDistribution) m = { 0 };
      g_auto (SlGasDistribution) u = { 0 };

      galaxy_of (&galaxy, params + i * N_REFERENCE_PARAMS, bump_free[i] != 0.0, form[i]);
      galaxy.numerics = numerics;
      sl_distribution_metals (t, &galaxy, SL_DISTRIBUTION_NONE, &m);
      sl_distribution_gas (t, &galaxy, SL_DISTRIBUTION_NONE, &u);
      for (guint a = 0; a < t->n_age; a++)
        for (guint z = 0; z < t->n_met; z++)
          {
            const double want = metals[(i * t->n_met + z) * t->n_age + a];

            g_assert_cmpfloat_with_epsilon (m.weight[a * t->n_met + z], want, TOL_WEIGHT);
            g_assert_cmpfloat (m.dweight[a * t->n_met + z], ==, 0.0);
          }
      for (guint k = 0; k < t->n_lgu; k++)
        g_assert_cmpfloat_with_epsilon (u.weight[k], gas[i * t->n_lgu + k], TOL_WEIGHT);
      for (int p = 0; p < N_REFERENCE_PARAMS; p++)
        {
          g_auto (SlAgeDistribution) a = { 0 };

          sl_distribution_ages (t, &galaxy, p, &now, 1, &a);
          g_assert_cmpfloat_with_epsilon (a.t[0], t_obs[i], TOL_LG);
          g_assert_cmpfloat (fabs (a.dlgm[0] - jac[(i * n_obs + mass) * N_REFERENCE_PARAMS + p]), <=,
                             TOL_SLOPE * top[p]);
          for (guint k = 0; k < t->n_age && p == 0; k++)
            g_assert_cmpfloat_with_epsilon (a.weight[k], ages[i * t->n_age + k], TOL_WEIGHT);
        }
    }
}

/* A hundred epochs at once. */
static void
test_epochs (void)
{
  static const char *const names[] = { "main_sequence", "quenched", "partly_quenched" };
  g_autoptr (SlTemplates) t = load_templates ("ssp_bc03_miles.h5");
  g_autofree char *path = reference_path_of (SL_NUMERICS_EXACT, "histories.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);
  gsize d[2] = { 0 };
  g_autofree double *epochs = read_all (h5, "/t_obs", 1, d);

  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    {
      g_autofree char *of_params = g_strdup_printf ("/fig1/%s/params", names[k]);
      g_autofree char *of_weights = g_strdup_printf ("/fig1/%s/age_weights", names[k]);
      g_autofree char *of_mass = g_strdup_printf ("/fig1/%s/lgmstar", names[k]);
      g_autofree double *params = read_all (h5, of_params, 1, NULL),
                        *weights = read_all (h5, of_weights, 2, NULL);
      g_autofree double *lgm = read_all (h5, of_mass, 1, NULL);
      g_auto (SlAgeDistribution) a = { 0 };
      SlGalaxy galaxy;

      galaxy_of (&galaxy, params, FALSE, "diffstar");
      sl_distribution_ages (t, &galaxy, SL_PARAM_LOGM0, epochs, d[0], &a);
      for (guint e = 0; e < d[0]; e++)
        {
          double area = 0.0, sum = 0.0, slope = 0.0, mean = 0.0;

          g_assert_cmpfloat (a.t[e], ==, epochs[e]);
          g_assert_cmpfloat (a.dt[e], ==, 0.0);
          g_assert_cmpfloat_with_epsilon (a.lgm[e], lgm[e], TOL_LG);
          for (guint i = 0; i < t->n_age; i++)
            {
              gsize at = (gsize) e * t->n_age + i;

              g_assert_cmpfloat_with_epsilon (a.weight[at], weights[at], TOL_WEIGHT);
              area += a.density[at] * (a.edge[i + 1] - a.edge[i]);
              sum += a.weight[at];
              slope += a.dweight[at];
              mean += a.weight[at] * pow (10.0, a.lg_age[i]);
            }
          g_assert_cmpfloat_with_epsilon (sum, 1.0, TOL_SUM);
          g_assert_cmpfloat_with_epsilon (area, 1.0, TOL_SUM);
          g_assert_cmpfloat_with_epsilon (slope, 0.0, TOL_SUM);
          g_assert_cmpfloat_with_epsilon (a.mean[e], mean, 1e-12 * mean);
          g_assert_cmpfloat (a.mean[e], <, epochs[e]);
        }
    }
}

/* Derivatives of ages by the history's parameters, on grids even and uneven. */
static void
test_age_slopes (void)
{
  static const char *const grids[] = { "real_lg_age", "uneven_lg_age", "even_lg_age" };
  static const SlParamId order[] = { SL_PARAM_LOGM0,        SL_PARAM_LOGTC,   SL_PARAM_EARLY_INDEX,
                                     SL_PARAM_LATE_INDEX,   SL_PARAM_T_PEAK,  SL_PARAM_LGMCRIT,
                                     SL_PARAM_LGY_AT_MCRIT, SL_PARAM_INDX_LO, SL_PARAM_INDX_HI,
                                     SL_PARAM_LG_QT,        SL_PARAM_QLGLGDT, SL_PARAM_LG_DROP,
                                     SL_PARAM_LG_REJUV };
  enum { N = G_N_ELEMENTS (order) };
  g_autofree char *path = reference_path ("kernels.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);

  for (guint g = 0; g < G_N_ELEMENTS (grids); g++)
    {
      g_autofree char *of_grid = g_strdup_printf ("/age_weights/%s/lg_age_gyr", grids[g]);
      g_autofree char *of_inputs = g_strdup_printf ("/age_weights/%s/inputs", grids[g]);
      g_autofree char *of_weights = g_strdup_printf ("/age_weights/%s/weights", grids[g]);
      g_autofree char *of_jac = g_strdup_printf ("/age_weights/%s/jac", grids[g]);
      gsize d[3] = { 0 }, n, n_age;
      g_autofree double *grid = read_all (h5, of_grid, 1, d);
      SlTemplates axes = { .n_age = n_age = d[0], .lg_age_gyr = grid };
      g_autofree double *inputs = (d[0] = d[1] = 0, read_all (h5, of_inputs, 2, d));
      g_autofree double *weights = read_all (h5, of_weights, 2, NULL), *jac = read_all (h5, of_jac, 3, NULL);

      n = d[0];
      g_assert_cmpuint (d[1], ==, N + 1);
      for (gsize i = 0; i < n; i++)
        for (guint p = 0; p < N; p++)
          {
            g_auto (SlAgeDistribution) a = { 0 };
            double top = 0.0;
            SlGalaxy galaxy;

            sl_galaxy_init (&galaxy);
            galaxy.value[SL_PARAM_LGFBURST] = -30.0;
            for (guint k = 0; k < N; k++)
              galaxy.value[order[k]] = inputs[i * (N + 1) + k];
            sl_distribution_ages (&axes, &galaxy, order[p], &inputs[i * (N + 1) + N], 1, &a);
            for (gsize k = 0; k < n_age; k++)
              top = MAX (top, fabs (jac[(i * n_age + k) * (N + 1) + p]));
            for (gsize k = 0; k < n_age; k++)
              {
                g_assert_cmpfloat_with_epsilon (a.weight[k], weights[i * n_age + k], TOL_WEIGHT_CUT);
                g_assert_cmpfloat (fabs (a.dweight[k] - jac[(i * n_age + k) * (N + 1) + p]), <=,
                                   TOL_SLOPE * top + TOL_WEIGHT_CUT);
              }
          }
    }
}

/* Weights of metals and ionisation on their grids, with derivatives. */
static void
test_grid_slopes (gconstpointer data)
{
  const SlNumerics numerics = GPOINTER_TO_UINT (data);
  const char *of = numerics == SL_NUMERICS_EXACT ? "hat_weights" : "bin_weights";
  g_autofree char *path = reference_path ("kernels.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);
  double ages[] = { -2.0, -1.0, 0.0, 1.0 };

  for (guint gas = 0; gas < 2; gas++)
    {
      const char *name = gas ? "real_lgu" : "real_lgmet";
      g_autofree char *of_grid = g_strdup_printf ("/%s/%s/grid", of, name);
      g_autofree char *of_inputs = g_strdup_printf ("/%s/%s/inputs", of, name);
      g_autofree char *of_weights = g_strdup_printf ("/%s/%s/weights", of, name);
      g_autofree char *of_jac = g_strdup_printf ("/%s/%s/jac", of, name);
      gsize d[3] = { 0 }, n_grid;
      g_autofree double *grid = read_all (h5, of_grid, 1, d);
      g_autofree double *inputs = (n_grid = d[0], d[0] = d[1] = 0, read_all (h5, of_inputs, 2, d));
      g_autofree double *weights = read_all (h5, of_weights, 2, NULL), *jac = read_all (h5, of_jac, 3, NULL);
      SlTemplates axes = { .n_age = G_N_ELEMENTS (ages),
                           .lg_age_gyr = ages,
                           .n_met = n_grid,
                           .lgmet = grid,
                           .n_lgu = n_grid,
                           .lgu = grid };

      for (gsize i = 0; i < d[0]; i++)
        {
          SlGasDistribution u[2];
          SlMetalDistribution m[3];
          SlGalaxy galaxy;

          sl_galaxy_init (&galaxy);
          galaxy.numerics = numerics;
          galaxy.value[SL_PARAM_LGU_MEAN] = inputs[2 * i];
          galaxy.value[SL_PARAM_LGMET_YOUNG] = galaxy.value[SL_PARAM_LGMET_OLD] = inputs[2 * i];
          galaxy.value[SL_PARAM_LGU_SCATTER] = galaxy.value[SL_PARAM_LGMET_SCATTER] = inputs[2 * i + 1];
          sl_distribution_gas (&axes, &galaxy, SL_PARAM_LGU_MEAN, &u[0]);
          sl_distribution_gas (&axes, &galaxy, SL_PARAM_LGU_SCATTER, &u[1]);
          sl_distribution_metals (&axes, &galaxy, SL_PARAM_LGMET_YOUNG, &m[0]);
          sl_distribution_metals (&axes, &galaxy, SL_PARAM_LGMET_OLD, &m[1]);
          sl_distribution_metals (&axes, &galaxy, SL_PARAM_LGMET_SCATTER, &m[2]);
          for (guint b = 0; b < n_grid; b++)
            {
              const double *slope = jac + (i * n_grid + b) * 2;
              const double steep = 1.0 / inputs[2 * i + 1];

              if (gas)
                {
                  g_assert_cmpfloat_with_epsilon (u[0].weight[b], weights[i * n_grid + b], TOL_WEIGHT);
                  g_assert_cmpfloat (fabs (u[0].dweight[b] - slope[0]), <=, TOL_SLOPE * steep);
                  g_assert_cmpfloat (fabs (u[1].dweight[b] - slope[1]), <=, TOL_SLOPE * steep);
                  continue;
                }
              for (guint a = 0; a < G_N_ELEMENTS (ages); a++)
                {
                  const gsize at = a * n_grid + b;

                  g_assert_cmpfloat_with_epsilon (m[0].weight[at], weights[i * n_grid + b], TOL_WEIGHT);
                  g_assert_cmpfloat (fabs (m[0].dweight[at] + m[1].dweight[at] - slope[0]), <=,
                                     TOL_SLOPE * steep);
                  g_assert_cmpfloat (fabs (m[2].dweight[at] - slope[1]), <=, TOL_SLOPE * steep);
                }
            }
          for (guint k = 0; k < 3; k++)
            sl_distribution_metals_clear (&m[k]);
          for (guint k = 0; k < 2; k++)
            sl_distribution_gas_clear (&u[k]);
        }
    }
}

/* Each law's curve, and what is left with its derivatives. */
static void
test_dust (void)
{
  static const struct { const char *group; SlDustLaw law; gboolean bump_free; int bump, delta;
  } laws[] = {
    { "dust_calzetti", SL_DUST_CALZETTI, FALSE, -1, -1 },
    { "dust_leitherer", SL_DUST_LEITHERER, FALSE, -1, -1 },
    { "dust_salim", SL_DUST_SALIM, TRUE, 1, 2 },
    { "dust_salim_tied", SL_DUST_SALIM, FALSE, -1, 1 },
    { "dust_noll", SL_DUST_NOLL, TRUE, 1, 2 },
    { "dust_powerlaw", SL_DUST_POWER_LAW, FALSE, -1, 1 },
    { "dust_transmission", SL_DUST_SALIM, TRUE, 1, 2 },
  };
  const double age = 0.0;
  g_autofree char *path = reference_path ("kernels.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);

  for (guint l = 0; l < G_N_ELEMENTS (laws); l++)
    {
      const gboolean through = strcmp (laws[l].group, "dust_transmission") == 0;
      g_autofree char *of_inputs = g_strdup_printf ("/%s/inputs", laws[l].group);
      g_autofree char *of_out = g_strdup_printf ("/%s/%s", laws[l].group, through ? "transmission" : "k");
      g_autofree char *of_jac = g_strdup_printf ("/%s/jac", laws[l].group);
      gsize d[2] = { 0 };
      g_autofree double *inputs = read_all (h5, of_inputs, 2, d), *out = read_all (h5, of_out, 1, NULL);
      g_autofree double *jac = read_all (h5, of_jac, 2, NULL);
      double top = 0.0, steep = 0.0;

      for (gsize i = 0; i < d[0]; i++)
        top = MAX (top, fabs (out[i]));
      for (gsize i = 0; through && i < d[0]; i++)
        steep = MAX (steep, fabs (jac[i * d[1] + 3]));
      for (gsize i = 0; i < d[0]; i++)
        {
          const double *x = inputs + i * d[1], wave = 1e4 * x[0];
          double mag, transmission, by_old, by_young;
          SlGalaxy galaxy;

          sl_galaxy_init (&galaxy);
          galaxy.dust_law = laws[l].law;
          galaxy.uv_bump_free = laws[l].bump_free;
          galaxy.value[SL_PARAM_AV_YOUNG] = galaxy.value[SL_PARAM_AV_OLD] = through ? x[3] : 1.0;
          galaxy.value[SL_PARAM_FRAC_UNOBSCURED] = through ? x[4] : 0.0;
          if (laws[l].bump >= 0)
            galaxy.value[SL_PARAM_UV_BUMP] = x[laws[l].bump];
          if (laws[l].delta >= 0)
            galaxy.value[SL_PARAM_DELTA_YOUNG] = galaxy.value[SL_PARAM_DELTA_OLD] = x[laws[l].delta];
          sl_distribution_attenuation (&galaxy, SL_DISTRIBUTION_NONE, SL_DISTRIBUTION_MAGNITUDES, &age, 1,
                                       &wave, 1, &mag, NULL);
          sl_distribution_attenuation (&galaxy, SL_PARAM_AV_OLD, SL_DISTRIBUTION_TRANSMISSION, &age, 1, &wave,
                                       1, &transmission, &by_old);
          sl_distribution_attenuation (&galaxy, SL_PARAM_AV_YOUNG, SL_DISTRIBUTION_TRANSMISSION, &age, 1,
                                       &wave, 1, &transmission, &by_young);
          if (through)
            {
              g_assert_cmpfloat (fabs (transmission - out[i]), <=, TOL_DUST);
              g_assert_cmpfloat (fabs (by_old + by_young - jac[i * d[1] + 3]), <=, TOL_SLOPE * steep);
            }
          else
            g_assert_cmpfloat (fabs (4.05 * mag - MAX (out[i], 0.0)), <=, TOL_DUST * top);
        }
    }
}

/* Two components, in their textbook words: the clouds' dust before young stars alone. */
static void
test_two_components (void)
{
  const double ages[] = { -5.0, 1.2 }, wave[] = { 1500.0, 5500.0, 20000.0 };
  double mag[6];
  SlGalaxy galaxy;

  sl_galaxy_init (&galaxy);
  galaxy.dust_law = SL_DUST_CHARLOT_FALL;
  galaxy.value[SL_PARAM_AV_YOUNG] = 0.7, galaxy.value[SL_PARAM_DELTA_YOUNG] = -1.1;
  galaxy.value[SL_PARAM_AV_OLD] = 0.3, galaxy.value[SL_PARAM_DELTA_OLD] = -0.6;
  sl_distribution_attenuation (&galaxy, SL_DISTRIBUTION_NONE, SL_DISTRIBUTION_MAGNITUDES, ages, 2, wave, 3,
                               mag, NULL);
  for (guint w = 0; w < 3; w++)
    {
      double all = 0.3 * pow (wave[w] / 5500.0, -0.6), clouds = 0.7 * pow (wave[w] / 5500.0, -1.1);

      g_assert_cmpfloat_with_epsilon (mag[w], all + clouds, TOL_DUST);
      g_assert_cmpfloat_with_epsilon (mag[3 + w], all, TOL_DUST);
    }
}

/* Everything of a galaxy in one row of numbers, with derivatives. */
enum { N_ROWS = 10 };
typedef struct { double *value[N_ROWS], *slope[N_ROWS]; guint n[N_ROWS]; } Numbers;

static void
numbers_make (const SlTemplates *t, const SlGalaxy *galaxy, int parameter, Numbers *out)
{
  static const double epochs[] = { 2.05, 5.13, SL_DISTRIBUTION_OBSERVED }, ages[] = { -2.9, -2.05, 0.3 };
  static const double wave[] = { 1300.0, 2175.0, 4000.0, 5500.0, 9000.0 };
  g_auto (SlAgeDistribution) a = { 0 };
  g_auto (SlMetalDistribution) m = { 0 };
  g_auto (SlGasDistribution) u = { 0 };
  g_auto (SlSfhCurve) h = { 0 };
  guint r = 0;

#define KEEP(from, derivative, count)                                             \
  out->n[r] = (count);                                                            \
  out->value[r] = g_memdup2 (from, (count) * sizeof (double));                    \
  out->slope[r++] = g_memdup2 (derivative, (count) * sizeof (double))
  sl_distribution_ages (t, galaxy, parameter, epochs, 3, &a);
  sl_distribution_metals (t, galaxy, parameter, &m);
  sl_distribution_gas (t, galaxy, parameter, &u);
  sl_distribution_sfh (t, galaxy, parameter, &h);
  KEEP (h.sfr, h.dsfr, h.n);
  KEEP (a.t, a.dt, 3);
  KEEP (a.weight, a.dweight, 3 * t->n_age);
  KEEP (a.mean, a.dmean, 3);
  KEEP (m.mu, m.dmu, t->n_age);
  KEEP (m.weight, m.dweight, t->n_age * t->n_met);
  KEEP (u.weight, u.dweight, t->n_lgu);
  {
    double y[15], dy[15];

    for (int what = SL_DISTRIBUTION_MAGNITUDES; what <= SL_DISTRIBUTION_TRANSMISSION; what++)
      {
        sl_distribution_attenuation (galaxy, parameter, what, ages, 3, wave, 5, y, dy);
        KEEP (y, dy, 15);
      }
  }
#undef KEEP
  g_assert_cmpuint (r, ==, N_ROWS);
}

static void
numbers_clear (Numbers *self)
{
  for (guint r = 0; r < N_ROWS; r++)
    {
      g_free (self->value[r]);
      g_free (self->slope[r]);
    }
}

static void
test_differences (void)
{
  g_autoptr (SlTemplates) t = load_templates ("ssp_tiny.h5");
  GRand *rng = g_rand_new_with_seed (20231);
  guint moved = 0, kinks = 0;

  for (guint trial = 0; trial < 60; trial++)
    {
      SlGalaxy galaxy;

      any_galaxy (rng, &galaxy);
      galaxy.value[SL_PARAM_FRAC_UNOBSCURED] = 0.1;
      for (int p = 0; p < SL_N_PARAMS; p++)
        {
          SlGalaxy below = galaxy, above = galaxy;
          Numbers here, lo, hi;
          double from, to, step;

          sl_galaxy_range (&galaxy, p, NULL, &from, &to);
          /* The galaxies are at low redshift, where longer steps meet two kinks of the table of times. */
          to = p == SL_PARAM_REDSHIFT ? from + 10.0 : to;
          step = STEP * (to - from);
          below.value[p] -= step;
          above.value[p] += step;
          numbers_make (t, &galaxy, p, &here);
          numbers_make (t, &below, SL_DISTRIBUTION_NONE, &lo);
          numbers_make (t, &above, SL_DISTRIBUTION_NONE, &hi);
          for (guint r = 0; r < N_ROWS; r++)
            {
              double top = 0.0, most = 0.0;

              for (guint i = 0; i < here.n[r]; i++)
                {
                  if (!isfinite (here.value[r][i]))
                    continue;
                  top = MAX (top, fabs (here.slope[r][i]) * (to - from));
                  most = MAX (most, fabs (here.value[r][i]));
                }
              moved += top > 1e-3;
              for (guint i = 0; i < here.n[r]; i++)
                if (isfinite (here.value[r][i]))
                  {
                    const double scale = (to - from) / step, v = here.value[r][i],
                                 slope = here.slope[r][i] * (to - from);
                    const double left = scale * (v - lo.value[r][i]), right = scale * (hi.value[r][i] - v);
                    const double off = fabs (0.5 * (left + right) - slope);
                    const double side = MIN (fabs (left - slope), fabs (right - slope));

                    if (off <= TOL_DIFFERENCE * top + TOL_DIFFERENCE_FLOOR * most)
                      continue;
                    g_test_message ("trial %u, form %s: %s, row %u, entry %u", trial,
                                    sl_sfh_form_info (galaxy.sfh_form)->name, sl_param_info (p)->name, r, i);
                    g_assert_cmpfloat (side, <=, TOL_SIDE * top + TOL_DIFFERENCE_FLOOR * most);
                    kinks++;
                  }
                else
                  g_assert_false (isfinite (hi.value[r][i]));
            }
          numbers_clear (&here);
          numbers_clear (&lo);
          numbers_clear (&hi);
        }
    }
  g_rand_free (rng);
  /* The check is one of derivatives that are there. */
  g_assert_cmpuint (moved, >, 60 * 20);
  /* and tables have few times */
  g_assert_cmpuint (kinks, <, 60);
}

/* Metals of stars go with their birth: a table's by its time, a relation's by the mass that had formed. */
static void
test_metals_follow (void)
{
  g_autoptr (SlTemplates) t = load_templates ("ssp_bc03_miles.h5");
  const SlTable *table = a_metals_table ();
  g_auto (SlMetalDistribution) m = { 0 }, mass = { 0 };
  g_auto (SlAgeDistribution) a = { 0 };
  const double now = SL_DISTRIBUTION_OBSERVED;
  SlGalaxy galaxy;

  sl_galaxy_init (&galaxy);
  galaxy.value[SL_PARAM_REDSHIFT] = 0.5;
  galaxy.value[SL_PARAM_LGMET_SHIFT] = 0.1;
  galaxy.metals = SL_METALS_TABLE;
  galaxy.metals_table = table;
  sl_distribution_metals (t, &galaxy, SL_PARAM_LGMET_SHIFT, &m);
  sl_distribution_ages (t, &galaxy, SL_DISTRIBUTION_NONE, &now, 1, &a);
  for (guint i = 0; i < t->n_age; i++)
    {
      double birth = MAX (a.t[0] - pow (10.0, m.lg_age[i]), 1e-3), want = table->y[0];

      for (guint k = 0; k + 1 < table->n; k++)
        if (birth >= table->x[k])
          want = table->y[k] + (table->y[k + 1] - table->y[k]) * (MIN (birth, table->x[k + 1]) - table->x[k])
                 / (table->x[k + 1] - table->x[k]);
      g_assert_cmpfloat_with_epsilon (m.mu[i], want + 0.1, TOL_LG);
      g_assert_cmpfloat (m.dmu[i], ==, 1.0);
    }
  galaxy.metals = SL_METALS_MASS;
  sl_distribution_metals (t, &galaxy, SL_PARAM_LOGM0, &mass);
  /* Later generations are richer, and heavier galaxies too. */
  for (guint i = 0; i < t->n_age; i++)
    {
      g_assert_true (i == 0 || mass.mu[i] <= mass.mu[i - 1]);
      g_assert_cmpfloat (mass.dmu[i], >=, 0.0);
    }
  g_assert_cmpfloat (mass.dmu[0], >, 0.0);
}

static void
test_nothing_yet (void)
{
  g_autoptr (SlTemplates) t = load_templates ("ssp_tiny.h5");
  const double epochs[] = { 2.0, 6.0 };
  g_auto (SlAgeDistribution) a = { 0 };
  SlGalaxy galaxy;

  sl_galaxy_init (&galaxy);
  galaxy.sfh_form = SL_SFH_TAU;
  galaxy.value[SL_PARAM_T_START] = 4.0;
  sl_distribution_ages (t, &galaxy, SL_PARAM_TAU, epochs, 2, &a);
  g_assert_true (isnan (a.mean[0]));
  g_assert_true (a.mean[1] < 2.0);
  for (guint i = 0; i < t->n_age; i++)
    {
      g_assert_cmpfloat (a.weight[i], ==, 0.0);
      g_assert_cmpfloat (a.dweight[i], ==, 0.0);
    }
}

static void
test_without_gas (void)
{
  g_autoptr (SlTemplates) t = load_library (WITHOUT_GAS);
  g_auto (SlGasDistribution) u = { 0 };
  SlGalaxy galaxy;

  sl_galaxy_init (&galaxy);
  sl_distribution_gas (t, &galaxy, SL_PARAM_LGU_MEAN, &u);
  g_assert_cmpuint (u.n_lgu, ==, 0);
  g_assert_null (u.weight);
}

/* The kernel has unit area and the moments that its parameters say. */
static void
test_kernel (void)
{
  enum { N = 4001 };
  /* Trapezoid over a function whose third derivative jumps at its ends. */
  const double tolerance = 1e-9;
  g_autofree double *x = g_new (double, N), *y = g_new (double, N), *dy = g_new (double, N),
                    *c = g_new (double, N);
  double area = 0.0, mean = 0.0, variance = 0.0, slope = 0.0;

  for (guint i = 0; i < N; i++)
    x[i] = -1.0 + 4.0 * i / (N - 1.0);
  sl_distribution_kernel (x, N, 0.7, 1.0, 0.4, 0.0, y, dy);
  sl_distribution_cumulative (x, N, 0.7, 0.4, c);
  for (guint i = 0; i < N; i++)
    {
      double h = 4.0 / (N - 1.0);

      area += h * y[i];
      mean += h * y[i] * x[i];
      variance += h * y[i] * (x[i] - 0.7) * (x[i] - 0.7);
      slope += h * dy[i] * x[i];
      g_assert_cmpfloat_with_epsilon (c[i], area - 0.5 * h * y[i], 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (area, 1.0, tolerance);
  g_assert_cmpfloat_with_epsilon (mean, 0.7, tolerance);
  g_assert_cmpfloat_with_epsilon (variance, 0.16, tolerance);
  g_assert_cmpfloat_with_epsilon (slope, 1.0, tolerance);
}

/* What a plot asks for at each frame. Only printed: clocks are no test. */
static void
test_time (void)
{
  static const double epochs[] = { 2.0, 4.0, 8.0, SL_DISTRIBUTION_OBSERVED };
  g_autoptr (SlTemplates) t = load_templates ("ssp_bc03_miles.h5");

  for (int form = 0; form < SL_N_SFH_FORMS; form++)
    {
      gint64 start = g_get_monotonic_time ();
      SlGalaxy galaxy;

      sl_galaxy_init (&galaxy);
      galaxy.sfh_form = form;
      galaxy.sfh_table = a_history_table ();
      for (guint i = 0; i < 20; i++)
        {
          g_auto (SlAgeDistribution) a = { 0 };

          sl_distribution_ages (t, &galaxy, SL_PARAM_LG_QT, epochs, G_N_ELEMENTS (epochs), &a);
          g_assert_cmpuint (a.n_epochs, ==, G_N_ELEMENTS (epochs));
        }
      g_test_message ("%s: ages at 4 epochs in %.3f ms", sl_sfh_form_info (form)->name,
                      (g_get_monotonic_time () - start) / 20e3);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < SL_N_NUMERICS; i++)
    {
      const char *name = sl_option_value_name (SL_OPTION_NUMERICS, i);
      g_autofree char *points = g_strconcat ("/distributions/points/", name, NULL),
                      *grids = g_strconcat ("/distributions/grid-slopes/", name, NULL);

      g_test_add_data_func (points, GUINT_TO_POINTER (i), test_points);
      g_test_add_data_func (grids, GUINT_TO_POINTER (i), test_grid_slopes);
    }
  g_test_add_func ("/distributions/epochs", test_epochs);
  g_test_add_func ("/distributions/age-slopes", test_age_slopes);
  g_test_add_func ("/distributions/dust", test_dust);
  g_test_add_func ("/distributions/two-components", test_two_components);
  g_test_add_func ("/distributions/differences", test_differences);
  g_test_add_func ("/distributions/metals-follow", test_metals_follow);
  g_test_add_func ("/distributions/nothing-yet", test_nothing_yet);
  g_test_add_func ("/distributions/without-gas", test_without_gas);
  g_test_add_func ("/distributions/kernel", test_kernel);
  g_test_add_func ("/distributions/time", test_time);
  return g_test_run ();
}
