/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Populations by the CUDA module's kernels against those of the CPU: on a device, or with --emulated as loops
 * of the processor, one galaxy at a time. Draws agree bit for bit; the rest is floats in another order of
 * fusing. Skipped where there is no device. */
#include <math.h>
#include <string.h>

#include "gpu/host/sl-gpu-population.h"
#include "model/support/sl-error.h"
#include "model/population/sl-population-presets.h"
#include "tests/model/reference.h"

/* Two chains of floats that differ in fusing, in units of 2e-6, the last place of a magnitude: three of them.
 */
#define TOL_MAG 1e-5
/* Relative to the galaxy's largest derivative; the CPU's differ as much from doubles (test-population.c). */
#define TOL_TANGENT 1e-4
/* Smoothed counts, of the fullest bin: an edge of a bin moves by 2e-6 mag where it is fused, all galaxies
 * alike, and a bin gains 4 of its galaxies per mag that its edge moves. */
#define TOL_COUNT 3e-5
/* Gradients of bins, of the largest by the same parameter: a colour's 4e-6 times the second derivative of the
 * cut's passage, 2e3 to a galaxy, of random signs; some hundreds of galaxies are in the passage. */
#define TOL_GRADIENT 4e-4
/* Plain counts, of all galaxies: those within 4e-6 mag of the edge of a cell of 0.03 mag. */
#define TOL_MAP 1e-3

#define N_GALAXIES 300
/* More than a chunk, and not a whole tile at the end. */
#define N_SUMMED 5001
#define N_LARGE (SL_POP_SLAB + 4097u)

static SlTemplates *templates;
static SlFilterSet *filters;
static gboolean emulated;

static gboolean
attach (SlPopulation *population, GError **error)
{
  return emulated ? sl_gpu_population_attach_emulated (population, error)
                  : sl_gpu_population_attach (population, error);
}

typedef struct {
  const char *name, *preset;
  gboolean observed, dust, tied, gas, burst, bump_free, all_bands, catalogue;
  SlDustLaw law;
  double redshift;
} Case;

static const Case cases[] = {
  { "mixed", "mixed", .tied = TRUE },
  { "quenching", "quenching", .tied = TRUE },
  { "dwarfs", "dwarfs", .tied = TRUE },
  { "benchmark", "benchmark", .tied = TRUE, .all_bands = TRUE },
  { "metals-by-age", "benchmark", .burst = TRUE, .all_bands = TRUE },
  { "gas", "benchmark", .tied = TRUE, .gas = TRUE, .burst = TRUE, .redshift = 0.3 },
  { "dust", "benchmark", .tied = TRUE, .dust = TRUE, .all_bands = TRUE },
  { "dust-by-age", "benchmark", .dust = TRUE, .gas = TRUE, .bump_free = TRUE, .law = SL_DUST_NOLL,
    .redshift = 0.8, .all_bands = TRUE },
  { "calzetti", "benchmark", .dust = TRUE, .law = SL_DUST_CALZETTI, .redshift = 2.0 },
  { "charlot-fall", "benchmark", .dust = TRUE, .law = SL_DUST_CHARLOT_FALL, .redshift = 0.1 },
  { "observed", "benchmark", .tied = TRUE, .dust = TRUE, .observed = TRUE, .redshift = 0.7 },
  { "observed-far", "benchmark", .dust = TRUE, .gas = TRUE, .observed = TRUE, .redshift = 2.0 },
  { "catalogue", "benchmark", .tied = TRUE, .catalogue = TRUE },
};

static void
describe (const Case *c, SlPopulationSpec *spec)
{
  static const struct { int p; double mean, scatter;
  } light[] = {
    { SL_POP_LGFBURST, -3.0, 1.0 },    { SL_POP_LGYR_PEAK, 6.0, 0.3 },      { SL_POP_LGYR_MAX, 8.0, 0.3 },
    { SL_POP_LGMET_OLD, -2.2, 0.4 },   { SL_POP_LGMET_SCATTER, 0.3, 0.05 }, { SL_POP_LGMET_MID, 0.0, 0.3 },
    { SL_POP_LGMET_WIDTH, 0.5, 0.1 },  { SL_POP_LGU_MEAN, -2.5, 0.5 },      { SL_POP_LGU_SCATTER, 0.3, 0.05 },
    { SL_POP_F_ESC, 0.3, 0.2 },        { SL_POP_AV_YOUNG, 1.2, 0.6 },       { SL_POP_AV_OLD, 0.8, 0.4 },
    { SL_POP_DELTA_YOUNG, -0.3, 0.3 }, { SL_POP_DELTA_OLD, -0.2, 0.3 },     { SL_POP_UV_BUMP, 2.0, 1.0 },
    { SL_POP_DUST_MID, -2.0, 0.3 },    { SL_POP_DUST_WIDTH, 0.3, 0.05 },    { SL_POP_UNOBSCURED, 0.2, 0.1 },
  };

  g_assert_true (sl_population_preset_apply (c->preset, spec));
  spec->only_needed = !c->all_bands;
  if (!g_str_equal (c->preset, "benchmark"))
    return;
  spec->base.value[SL_PARAM_REDSHIFT] = c->redshift;
  spec->base.dust_law = c->law;
  spec->base.uv_bump_free = c->bump_free;
  spec->observed = c->observed;
  spec->dust = c->dust;
  spec->burst = c->burst;
  spec->tied_metals = spec->tied_dust = c->tied;
  if (c->observed)
    spec->bin_lo = 10.0, spec->bin_hi = 40.0;
  for (guint i = 0; i < G_N_ELEMENTS (light); i++)
    {
      const int p = light[i].p;

      if ((p >= SL_POP_DUST && !c->dust) || (p >= SL_POP_GAS && p < SL_POP_DUST && !c->gas)
          || (p < SL_POP_METALS && !c->burst))
        continue;
      sl_pop_set_add (&spec->drawn, p);
      spec->axis[0][p].mean = light[i].mean;
      spec->axis[0][p].scatter = light[i].scatter;
      spec->axis[0][p].shape = p >= SL_POP_DUST ? SL_POP_UNIFORM : SL_POP_NORMAL;
    }
}

static SlPopCatalogue *
make_catalogue (SlPopulationSpec *spec)
{
  const guint n = 37;
  g_autofree double *values = g_new (double, n * SL_POP_N);
  SlPopCatalogue *catalogue;

  for (guint i = 0; i < n; i++)
    for (int p = 0; p < SL_POP_N; p++)
      values[i * SL_POP_N + p] =
          sl_pop_set_has (&spec->drawn, p)
              ? spec->axis[0][p].mean + spec->axis[0][p].scatter * cos (i * (p + 1.0))
              : NAN;
  catalogue = sl_pop_catalogue_new (values, n, NULL);
  spec->drawn = catalogue->has;
  for (int p = 0; p < SL_POP_N; p++)
    if (sl_pop_set_has (&catalogue->has, p))
      spec->axis[0][p].mean = catalogue->mean[p], spec->axis[0][p].scatter = catalogue->scatter[p];
  spec->catalogue = catalogue;
  return catalogue;
}

typedef struct {
  SlPopulation *cpu, *gpu;
  SlPopulationSpec spec;
} Pair;

static void
compare_galaxies (const Pair *pair, const char *name)
{
  const guint nb = pair->spec.n_bands;
  float *p[2], *mag[2], *dmag[2], *plain[2];
  double worst = 0.0, worst_d = 0.0;

  for (guint k = 0; k < 2; k++)
    {
      SlPopulation *population = k ? pair->gpu : pair->cpu;

      p[k] = g_new0 (float, N_GALAXIES * SL_POP_N);
      mag[k] = g_new0 (float, N_GALAXIES * nb), plain[k] = g_new0 (float, N_GALAXIES * nb);
      dmag[k] = g_new0 (float, N_GALAXIES * 3 * SL_POP_N);
      /* Numbers beyond 32 bits. */
      sl_population_galaxies (population, 0x123456789abull, N_GALAXIES, p[k], mag[k], dmag[k]);
      sl_population_galaxies (population, 0x123456789abull, N_GALAXIES, NULL, plain[k], NULL);
    }
  g_assert_null (sl_population_warning (pair->gpu));
  g_assert_cmpmem (p[0], N_GALAXIES * SL_POP_N * sizeof (float), p[1],
                   N_GALAXIES * SL_POP_N * sizeof (float));
  for (guint i = 0; i < N_GALAXIES * nb; i++)
    {
      worst = fmax (worst, fabs (mag[0][i] - mag[1][i]));
      worst = fmax (worst, fabs (plain[0][i] - plain[1][i]));
      g_assert_true (isfinite (mag[1][i]) && isfinite (plain[1][i]));
    }
  for (guint i = 0; i < N_GALAXIES * 3; i++)
    {
      double scale = 0.0;

      for (int k = 0; k < SL_POP_N; k++)
        scale = fmax (scale, fabs (dmag[0][i * SL_POP_N + k]));
      for (int k = 0; k < SL_POP_N; k++)
        {
          g_assert_true (isfinite (dmag[1][i * SL_POP_N + k]));
          worst_d = fmax (worst_d, fabs (dmag[0][i * SL_POP_N + k] - dmag[1][i * SL_POP_N + k]) / scale);
        }
    }
  g_test_message ("%s: magnitudes to %.1e, derivatives to %.1e of scale", name, worst, worst_d);
  g_assert_cmpfloat (worst, <, TOL_MAG);
  g_assert_cmpfloat (worst_d, <, TOL_TANGENT);
  for (guint k = 0; k < 2; k++)
    {
      g_free (p[k]);
      g_free (mag[k]);
      g_free (dmag[k]);
      g_free (plain[k]);
    }
}

/* Largest difference relative to the largest value of a. */
static double
apart (const double *a, const double *b, gsize n, gsize step)
{
  double worst = 0.0, scale = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      worst = fmax (worst, fabs (a[i * step] - b[i * step]));
      scale = fmax (scale, fabs (a[i * step]));
    }
  return scale > 0.0 ? worst / scale : worst;
}

static void
compare_sums (const Pair *pair, const char *name, gboolean gradient, guint64 n)
{
  g_autoptr (SlPopulationResult) a = sl_population_result_new (&pair->spec, gradient),
                                 b = sl_population_result_new (&pair->spec, gradient);
  g_autoptr (SlPopulationResult) again = sl_population_result_new (&pair->spec, gradient);
  g_autoptr (GError) error = NULL;
  const guint nb = pair->spec.n_bins;
  double count, moved = 0.0, worst = 0.0, largest = 0.0;

  g_assert_true (sl_population_run (pair->cpu, SL_POP_SLAB, n, NULL, NULL, a, &error));
  g_assert_true (sl_population_run (pair->gpu, SL_POP_SLAB, n, NULL, NULL, b, &error));
  if (n == N_SUMMED)
    {
      g_assert_true (sl_population_run (pair->gpu, SL_POP_SLAB, n, NULL, NULL, again, &error));
      g_assert_cmpmem (b->sums, b->size * sizeof (double), again->sums, again->size * sizeof (double));
    }
  g_assert_null (sl_population_warning (pair->gpu));
  count = fmax (apart (a->all, b->all, nb, 1), apart (a->cut, b->cut, nb, 1));
  for (guint i = 0; i < 4; i++)
    count = fmax (count, fabs (a->moment[i] - b->moment[i]) / fabs (a->moment[i]));
  for (guint i = 0; i < nb * pair->spec.n_map; i++)
    moved += fabs (a->map[i] - b->map[i]);
  g_assert_cmpfloat (a->moment[1], >, 0.0);
  g_assert_cmpfloat (b->moment[3], ==, n);
  for (guint i = 0; i < nb * a->n_phi && gradient; i++)
    largest = fmax (largest, fabs (a->derivative[i]));
  for (guint j = 0; j < a->n_phi && gradient; j++)
    {
      double scale = 0.0, off = 0.0;

      for (guint k = 0; k < nb; k++)
        {
          scale = fmax (scale, fabs (a->derivative[k * a->n_phi + j]));
          off = fmax (off, fabs (a->derivative[k * a->n_phi + j] - b->derivative[k * a->n_phi + j]));
        }
      /* Derivatives of parameters with almost no effect are noise. */
      worst = fmax (worst, off / fmax (scale, 1e-3 * largest));
    }
  g_test_message ("%s: counts to %.1e, map to %.1e, gradients to %.1e", name, count, moved / n, worst);
  g_assert_cmpfloat (count, <, TOL_COUNT);
  g_assert_cmpfloat (moved / n, <, TOL_MAP);
  g_assert_cmpfloat (worst, <, TOL_GRADIENT);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  SlPopCatalogue *catalogue = NULL;
  Pair pair;

  describe (c, &pair.spec);
  if (c->catalogue)
    catalogue = make_catalogue (&pair.spec);
  pair.cpu = sl_population_new (templates, filters, &pair.spec, 2, &error);
  g_assert_no_error (error);
  pair.gpu = sl_population_new (templates, filters, &pair.spec, 1, &error);
  g_assert_no_error (error);
  g_assert_true (attach (pair.gpu, &error));
  g_assert_no_error (error);
  compare_galaxies (&pair, c->name);
  compare_sums (&pair, c->name, FALSE, N_SUMMED);
  compare_sums (&pair, c->name, TRUE, N_SUMMED);
  /* Another description: the device copies its plan. */
  pair.spec.axis[0][SL_POP_LOGM0].mean += 0.1;
  pair.spec.n_bins += 3;
  g_assert_true (sl_population_update (pair.cpu, &pair.spec, &error)
                 && sl_population_update (pair.gpu, &pair.spec, &error));
  compare_sums (&pair, c->name, TRUE, N_SUMMED);
  sl_population_free (pair.cpu);
  sl_population_free (pair.gpu);
  sl_pop_catalogue_free (catalogue);
}

/* More than a slab: all chunks that a batch may have, then a chunk and one galaxy. */
static void
test_large (void)
{
  g_autoptr (GError) error = NULL;
  Pair pair;

  sl_population_spec_init (&pair.spec);
  pair.spec.only_needed = TRUE;
  pair.cpu = sl_population_new (templates, filters, &pair.spec, 0, &error);
  g_assert_no_error (error);
  pair.gpu = sl_population_new (templates, filters, &pair.spec, 0, &error);
  g_assert_no_error (error);
  g_assert_true (attach (pair.gpu, &error));
  compare_sums (&pair, "large", FALSE, N_LARGE);
  compare_sums (&pair, "large", TRUE, N_LARGE);
  sl_population_free (pair.cpu);
  sl_population_free (pair.gpu);
}

/* Little memory: more batches, and the same results. */
static void
test_batches (void)
{
  g_autoptr (GError) error = NULL;
  SlPopulationResult *result[2];
  SlPopulationSpec spec;

  sl_population_spec_init (&spec);
  spec.n_times = 20;
  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (SlPopulation) population = sl_population_new (templates, filters, &spec, 1, &error);

      g_assert_no_error (error);
      if (k)
        g_setenv ("STARLOOM_GPU_SCRATCH", "1", TRUE);
      g_assert_true (attach (population, &error));
      g_unsetenv ("STARLOOM_GPU_SCRATCH");
      result[k] = sl_population_result_new (&spec, TRUE);
      g_assert_true (
          sl_population_run (population, 0, 2 * SL_POP_CHUNK + 100, NULL, NULL, result[k], &error));
      g_assert_null (sl_population_warning (population));
    }
  g_assert_cmpmem (result[0]->sums, result[0]->size * sizeof (double), result[1]->sums,
                   result[1]->size * sizeof (double));
  sl_population_result_free (result[0]);
  sl_population_result_free (result[1]);
}

/* Sums of two chunks and a part of one, on a device with so many MiB (0: all that it has). *warned: it had
 * too little, and the processor computed them. */
static SlPopulationResult *
sum_with_memory (guint mib, gboolean *warned)
{
  g_autofree char *most = g_strdup_printf ("%u", mib << 20);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlPopulation) population = NULL;
  SlPopulationResult *result;
  SlPopulationSpec spec;
  const char *warning;

  sl_population_spec_init (&spec);
  spec.n_times = 20;
  population = sl_population_new (templates, filters, &spec, 1, &error);
  g_assert_no_error (error);
  g_assert_true (attach (population, &error));
  result = sl_population_result_new (&spec, TRUE);
  if (mib)
    g_setenv ("STARLOOM_EMULATE_MEMORY", most, TRUE);
  g_assert_true (sl_population_run (population, 0, 2 * SL_POP_CHUNK + 100, NULL, NULL, result, &error));
  g_unsetenv ("STARLOOM_EMULATE_MEMORY");
  warning = sl_population_warning (population);
  *warned = warning != NULL;
  if (warning)
    {
      g_assert_nonnull (strstr (warning, "its memory is too small: "));
      g_assert_nonnull (strstr (warning, "Continuing on the CPU"));
    }
  return result;
}

/* A device with little free memory: smaller batches. With less than one chunk needs, the processor. */
static void
test_memory (void)
{
  gboolean warned;
  g_autoptr (SlPopulationResult) plenty = sum_with_memory (0, &warned), little = NULL, none = NULL;
  guint mib = 256;

  g_assert_false (warned);
  if (!emulated)
    return;
  /* The least that one chunk needs. */
  for (; mib > 1; mib--)
    {
      g_autoptr (SlPopulationResult) tried = sum_with_memory (mib - 1, &warned);

      if (warned)
        break;
      if (mib > 64)
        mib /= 2;
    }
  g_assert_cmpuint (mib, >, 4);
  little = sum_with_memory (mib, &warned);
  g_assert_false (warned);
  g_assert_cmpmem (plenty->sums, plenty->size * sizeof (double), little->sums,
                   little->size * sizeof (double));
  none = sum_with_memory (1, &warned);
  g_assert_true (warned);
  g_assert_cmpfloat (fabs (none->moment[0] - plenty->moment[0]), <, 1e-4 * plenty->moment[0]);
}

/* Without a module nothing changes. */
static void
test_none (void)
{
  g_autofree char *was = g_strdup (g_getenv ("STARLOOM_GPU_MODULE"));
  g_autoptr (GError) error = NULL;
  g_autoptr (SlPopulation) population = NULL;
  SlPopulationSpec spec;

  sl_population_spec_init (&spec);
  population = sl_population_new (templates, filters, &spec, 1, &error);
  g_assert_no_error (error);
  g_setenv ("STARLOOM_GPU_MODULE", "/nowhere/starloom-cuda.so", TRUE);
  g_assert_false (sl_gpu_population_attach (population, NULL));
  g_assert_false (sl_gpu_population_attach (population, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_ENGINE);
  g_setenv ("STARLOOM_GPU_MODULE", was, TRUE);
  g_assert_true (g_str_has_prefix (sl_population_describe (population), "1 thread, "));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  emulated = argc > 1 && g_str_equal (argv[1], "--emulated");
  templates = load_templates ("ssp_bc03_miles.h5");
  filters = load_filters ();
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (SlPopulation) population = NULL;
    SlPopulationSpec spec;

    sl_population_spec_init (&spec);
    population = sl_population_new (templates, filters, &spec, 1, &error);
    g_assert_no_error (error);
    if (!attach (population, &error))
      {
        g_print ("1..0 # SKIP %s\n", error->message);
        return 0;
      }
    g_test_message ("%s", sl_population_describe (population));
  }
  /* First, since they change the environment and there are no threads yet. */
  g_test_add_func ("/gpu/population/none", test_none);
  g_test_add_func ("/gpu/population/batches", test_batches);
  g_test_add_func ("/gpu/population/memory", test_memory);
  g_test_add_func ("/gpu/population/large", test_large);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/gpu/population/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  /* The laws that no case above has. */
  for (int law = 0; law < SL_N_DUST_LAWS; law++)
    {
      static Case each[SL_N_DUST_LAWS];
      g_autofree char *path = g_strdup_printf ("/gpu/population/law/%s", sl_dust_law_info (law)->name);
      gboolean has_case = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        has_case |= cases[i].law == (SlDustLaw) law;
      if (has_case)
        continue;
      each[law].name = sl_dust_law_info (law)->name;
      each[law].preset = "benchmark";
      each[law].dust = TRUE;
      each[law].law = law;
      each[law].redshift = 0.5;
      g_test_add_data_func (path, &each[law], test_case);
    }
  status = g_test_run ();
  sl_templates_unref (templates);
  sl_filter_set_unref (filters);
  return status;
}
