/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine on a device against the CPU engine: every stage, and the whole evaluation. The same program for
 * the emulated device and for a real one (the module is that of STARLOOM_GPU_MODULE); exits 77 where there is
 * no device.
 *
 * Both engines round to floats in other places and sum in other orders; tolerances are what that makes. */
#include "gpu/host/sl-gpu-load.h"
#include "gpu/host/sl-gpu-private.h"
#include "model/engine/sl-cpu-engine.h"
#include "tests/model/engine-fixture.h"

/* A float is good to 6e-8; sums of about a hundred of either sign lose a digit. Of a row's largest entry. */
#define TOL_ROWS 3e-6
/* Sums of a spectrum over ages, pixel by pixel, of what is above 1e-20 of the largest. */
#define TOL_SPECTRUM 3e-6
#define FAINT 1e-20
/* Functionals by age: sums of floats in doubles; of the functional's largest column. */
#define TOL_COLUMN 1e-6
/* Values of observables: magnitudes and lg absolute, all others of 1 + |value|. */
#define TOL_VALUE 1e-6
/* Derivatives, of the largest of that observable over the set; of spectra, of the largest of that pixel's. */
#define TOL_JACOBIAN 1e-5
/* Likewise of lines: what is left of the light when the continuum is taken away, so that a hundredth of it
 * has a hundred times the rounding. As against the reference (tests/model/reference.h). */
#define TOL_LINE 1e-5
/* Derivatives that are all smaller than this are 0 apart from rounding; of lines, those below 1 A (or 1 dex)
 * are those of light without lines. */
#define NO_SLOPE 1e-9
#define NO_LINE 1.0
#define TOL_LINE_JACOBIAN TOL_JACOBIAN_EW

static const double epochs[] = { 0.8, 2.0, 3.7, 5.0, 6.2, 7.7, 9.0, 10.1, 11.9, 12.4, 13.6 };
enum { N_EPOCHS = G_N_ELEMENTS (epochs), N_GALAXIES = 40 };

/* The library that the program uses: tens of times the small one, so that the loops of an emulated device see
 * few galaxies; a device sees as many as with the others. */
#define WHOLE_LIBRARY "ssp_bc03_miles.h5"
enum { N_EMULATED = 12 };

typedef struct {
  Library library;
  SlEngine *cpu, *gpu;
  SlResult *a, *b; /* of these */
} Engines;

static const SlEngineClass *gpu_class;
static gboolean emulated;

static SlEngine *
new_engine (const Engines *f, const SlEngineClass *klass)
{
  SlEngineConfig config = { .templates = f->library.templates,
                            .filters = f->library.filters,
                            .observables = every_observable,
                            .history_observables = every_observable,
                            .epochs = epochs,
                            .n_epochs = N_EPOCHS,
                            .threads = 2 };

  return create_engine (klass, &config);
}

static guint
n_galaxies (const char *library)
{
  return emulated && strcmp (library, WHOLE_LIBRARY) == 0 ? N_EMULATED : N_GALAXIES;
}

static void
set_up (Engines *f, gconstpointer library)
{
  library_set_up (&f->library, library);
  f->cpu = new_engine (f, &sl_engine_cpu);
  f->gpu = new_engine (f, gpu_class);
  f->a = sl_result_new (f->cpu);
  f->b = sl_result_new (f->gpu);
}

static void
tear_down (Engines *f, gconstpointer library)
{
  sl_result_free (f->a);
  sl_result_free (f->b);
  sl_engine_free (f->cpu);
  sl_engine_free (f->gpu);
  library_tear_down (&f->library, library);
}

/* One that the device computes. */
static void
device_galaxy (GRand *rng, SlGalaxy *g)
{
  any_galaxy (rng, g);
  g->value[SL_PARAM_SIGMA_STAR] = 0.0;
  g->metals = SL_METALS_AGE;
}

/* --------------------------------------------------------- comparisons */

/* The largest deviation of a run of the test, told at its end. */
typedef struct { const char *name; double tolerance, worst; } Agreement;

static void
agree (Agreement *x, double deviation, const char *what)
{
  if (!(deviation <= x->tolerance))
    {
      g_test_message ("%s, %s: off by %g", x->name, what, deviation);
      g_test_fail ();
    }
  x->worst = deviation > x->worst || isnan (deviation) ? deviation : x->worst;
}

static void
tell (const Agreement *x)
{
  g_test_message ("%-14s largest deviation %.2g, of %g allowed", x->name, x->worst, x->tolerance);
}

/* Rows of one age (light) or curve, the value first. Weights of metals and ionisation sum to 1, and so their
 * tangents to 0: where light knows little of either, terms cancel. Such rows are compared with the light
 * itself. */
static void
compare_rows (Agreement *x, const float *a, const float *b, gsize n_rows, gsize stride, guint n,
              gboolean light)
{
  float value = 0.0f;

  for (guint w = 0; w < n; w++)
    value = MAX (value, fabsf (a[w]));
  for (gsize r = 0; r < n_rows; r++, a += stride, b += stride)
    {
      float top = light && r <= 1 + SL_INTERMEDIATE_U_SCATTER ? value : 0.0f;
      double worst = 0.0;

      for (guint w = 0; w < n; w++)
        top = MAX (top, fabsf (a[w]));
      for (guint w = 0; w < n; w++)
        worst = isnan (b[w]) ? NAN : MAX (worst, fabs ((double) a[w] - b[w]));
      if (top > 0.0f || worst != 0.0)
        agree (x, worst / top, "a row");
    }
}

/* Pixel by pixel. */
static void
compare_light (Agreement *x, const float *a, const float *b, guint n)
{
  float top = 0.0f;

  for (guint w = 0; w < n; w++)
    top = MAX (top, a[w]);
  for (guint w = 0; w < n; w++)
    if (a[w] > FAINT * top || isnan (b[w]))
      agree (x, fabs ((double) a[w] - b[w]) / a[w], "a pixel");
}

/* Tangents, of the largest of each pixel. */
static void
compare_tangents (Agreement *x, const SlResult *a, const SlResult *b, SlParamSet tangents)
{
  const guint n = a->n_wave;
  float top = 0.0f;

  for (guint w = 0; w < n; w++)
    top = MAX (top, a->sed[w]);
  for (guint w = 0; w < n; w++)
    {
      float scale = a->sed[w];

      if (!(a->sed[w] > FAINT * top))
        continue;
      for (int p = 0; p < SL_N_PARAMS; p++)
        if (sl_param_set_has (tangents, p))
          scale = MAX (scale, fabsf (a->sed_tangent[(gsize) p * n + w]));
      for (int p = 0; p < SL_N_PARAMS; p++)
        if (sl_param_set_has (tangents, p))
          agree (x,
                 fabs ((double) a->sed_tangent[(gsize) p * n + w] - b->sed_tangent[(gsize) p * n + w])
                     / scale,
                 sl_param_info (p)->name);
    }
}

static gboolean
is_line (guint i)
{
  return g_str_has_prefix (every_observable[i], "ew:") || g_str_has_prefix (every_observable[i], "flux:");
}

/* Values and derivatives of observables: those of lines apart. */
enum { N_OBSERVABLES = G_N_ELEMENTS (every_observable) - 1 };
typedef struct {
  Agreement values, lines;
  /* the largest derivative, and the largest deviation of one */
  double scale[N_OBSERVABLES], off[N_OBSERVABLES];
} Observed;

static void
compare_value (Observed *x, double a, double b, guint i)
{
  g_assert_cmpint (isnan (a) != 0, ==, isnan (b) != 0);
  if (!isnan (a) && a != b)
    agree (is_line (i) ? &x->lines : &x->values, fabs (a - b) / (1.0 + fabs (a)), every_observable[i]);
}

/* The derivatives of one observable, stride apart. */
static void
compare_gradient (Observed *x, const double *a, const double *b, gsize stride, SlParamSet tangents, guint i)
{
  for (int p = 0; p < SL_N_PARAMS; p++)
    if (sl_param_set_has (tangents, p))
      {
        g_assert_cmpint (isnan (a[p * stride]) != 0, ==, isnan (b[p * stride]) != 0);
        if (isnan (a[p * stride]))
          continue;
        x->scale[i] = MAX (x->scale[i], fabs (a[p * stride]));
        x->off[i] = MAX (x->off[i], fabs (a[p * stride] - b[p * stride]));
      }
}

static void
tell_observed (const Observed *x, const char *what)
{
  Agreement jacobian = { "jacobian", TOL_JACOBIAN, 0 }, lines = { "of lines", TOL_LINE_JACOBIAN, 0 };

  g_test_message ("%s:", what);
  tell (&x->values);
  tell (&x->lines);
  for (guint i = 0; i < N_OBSERVABLES; i++)
    if (x->off[i] > 0.0)
      agree (is_line (i) ? &lines : &jacobian,
             x->off[i] / MAX (x->scale[i], is_line (i) ? NO_LINE : NO_SLOPE), every_observable[i]);
  tell (&jacobian);
  tell (&lines);
}

typedef struct {
  Agreement spectrum, tangents, split;
  Observed now, then;
} Whole;
#define OBSERVED { { "values", TOL_VALUE, 0 }, { "of lines", TOL_LINE, 0 }, { 0 }, { 0 } }
#define WHOLE                                                                                                \
  {                                                                                                          \
    { "spectrum", TOL_SPECTRUM, 0 }, { "tangents", TOL_JACOBIAN, 0 }, { "split", TOL_SPECTRUM, 0 },          \
        OBSERVED, OBSERVED                                                                                   \
  }

static void
compare_whole (Whole *x, const Engines *f, const SlRequest *r)
{
  const SlResult *a = f->a, *b = f->b;

  if (r->flags & (SL_REQUEST_SED | SL_REQUEST_SED_TANGENTS))
    {
      compare_light (&x->spectrum, a->sed, b->sed, a->n_wave);
      compare_light (&x->spectrum, a->sed_intrinsic, b->sed_intrinsic, a->n_wave);
    }
  if (r->flags & SL_REQUEST_SED_TANGENTS)
    compare_tangents (&x->tangents, a, b, r->tangents);
  for (guint i = 0; i < SL_N_AGE_GROUPS && r->flags & SL_REQUEST_SED_AGES; i++)
    compare_light (&x->split, a->sed_by_age + (gsize) i * a->n_wave, b->sed_by_age + (gsize) i * a->n_wave,
                   a->n_wave);
  for (guint i = 0; i < a->n_obs && r->flags & (SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN); i++)
    {
      compare_value (&x->now, a->obs[i], b->obs[i], i);
      compare_gradient (&x->now, a->obs_jac + i * SL_N_PARAMS, b->obs_jac + i * SL_N_PARAMS, 1,
                        sl_param_set_all (), i);
    }
  for (guint i = 0; i < a->n_hist; i++)
    for (guint e = 0; e < N_EPOCHS && sl_cpu_history_requested (r, i); e++)
      {
        const gsize at = (gsize) i * SL_N_PARAMS * N_EPOCHS + e;

        compare_value (&x->then, a->hist[i * N_EPOCHS + e], b->hist[i * N_EPOCHS + e], i);
        if (r->flags & SL_REQUEST_HISTORY_JACOBIAN)
          compare_gradient (&x->then, a->hist_jac + at, b->hist_jac + at, N_EPOCHS, r->tangents, i);
      }
}

static void
tell_whole (const Whole *x)
{
  tell (&x->spectrum);
  tell (&x->tangents);
  tell (&x->split);
  tell_observed (&x->now, "observables");
  tell_observed (&x->then, "histories");
}

static void
ask (Engines *f, const SlRequest *request)
{
  g_autoptr (GError) error = NULL;

  sl_engine_evaluate (f->cpu, request, f->a, &error);
  g_assert_no_error (error);
  sl_engine_evaluate (f->gpu, request, f->b, &error);
  g_assert_no_error (error);
}

/* --------------------------------------------------------------- tests */

/* All of an evaluation, for galaxies with all sorts of options. */
static void
test_whole (Engines *f, gconstpointer library)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (71);
  Whole x = WHOLE;

  for (guint k = 0; k < n_galaxies (library); k++)
    {
      SlRequest request = { .flags = SL_REQUEST_ALL, .tangents = sl_param_set_all () };

      device_galaxy (rng, &request.galaxy);
      ask (f, &request);
      compare_whole (&x, f, &request);
      g_assert_cmpuint (sl_gpu_engine_runs (f->gpu), ==, k + 1);
    }
  tell_whole (&x);
  /* Plans depend only on the stages that a galaxy's options omit and on the results that are copied back. */
  g_assert_cmpuint (sl_gpu_engine_plans (f->gpu), <=, 8);
}

/* Small steps, requests of all sorts, and galaxies in between that the processor computes: what is valid on
 * one side is never mistaken for valid on the other. */
static void
test_steps (Engines *f, gconstpointer library)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (72);
  SlRequest request = { 0 };
  Whole x = WHOLE;

  device_galaxy (rng, &request.galaxy);
  for (guint k = 0; k < 300; k++)
    {
      const SlParamId p = g_rand_int_range (rng, 0, SL_N_PARAMS);
      SlGalaxy other;

      any_galaxy (rng, &other);
      if (k % 23 == 22)
        request.galaxy = other;
      else if (k % 23 == 11)
        device_galaxy (rng, &request.galaxy);
      else if (p != SL_PARAM_SIGMA_STAR && k % 3)
        {
          SlGalaxy next = request.galaxy;

          next.value[p] = other.value[p];
          if (sl_galaxy_check (&next, FALSE, NULL))
            request.galaxy = next;
        }
      if (k % 7 == 3)
        request.galaxy.dust_emission = other.dust_emission;
      if (k % 11 == 5)
        request.galaxy.dust_law = other.dust_law;
      request.flags = g_rand_int_range (rng, 1, SL_REQUEST_ALL + 1);
      request.tangents = SL_PARAM_SET (SL_PARAM_AV_OLD, SL_PARAM_UMIN);
      for (int i = 0; i < SL_N_PARAMS; i++)
        if (g_rand_int_range (rng, 0, 6) == 0)
          sl_param_set_add (&request.tangents, i);
      request.histories = k % 5 ? (guint64) g_rand_int (rng) << 16 ^ g_rand_int (rng) : 0;
      ask (f, &request);
      compare_whole (&x, f, &request);
    }
  tell_whole (&x);
  g_assert_cmpuint (sl_gpu_engine_runs (f->gpu), >, 50);
  g_assert_cmpuint (sl_gpu_engine_plans (f->gpu), <=, SL_GPU_MAX_KEPT);
}

/* What is valid on the device. */
static gpointer
fetch (SlGpu *gpu, gconstpointer from, gsize bytes)
{
  const SlGpuModule *m = gpu->module;
  gpointer to = m->host_alloc (gpu->device, bytes), copy;
  SlGpuPlan *plan;

  g_assert_true (m->begin (gpu->device) && m->download (gpu->device, to, from, bytes));
  plan = m->end (gpu->device);
  g_assert_true (plan && m->start (gpu->device, plan) && m->wait (gpu->device));
  m->plan_free (gpu->device, plan);
  copy = g_memdup2 (to, bytes);
  m->host_free (gpu->device, to);
  return copy;
}

/* A functional of an age as if its weights had one sign: what its sum is made of. */
static double
unsigned_sum (const SlCpu *cpu, const SlWeights *k, guint a)
{
  double sum = 0.0;

  for (guint j = 0; j < k->n * SL_BLOCK; j++)
    {
      const gsize w = (gsize) k->block[j / SL_BLOCK] * SL_BLOCK + j % SL_BLOCK;

      sum += fabs ((double) k->k[j] * cpu->ssp.light_of[a][w] * cpu->dust.rows_of[a][w]);
    }
  return sum / SL_LIGHT_SCALE;
}

static void
compare_columns (Agreement *x, const Engines *f, const SlBands *bands, guint first, const double *column)
{
  const SlGpu *gpu = sl_offload_device (f->gpu);
  const guint n_age = f->library.templates->n_age, n = bands->plan.n_rows;

  for (guint r = 0; r < n; r++)
    {
      double top[SL_N_SLOTS] = { 0 }, most = 0.0;

      /* Ages of little light count as much as they shine; columns that reach the size of the value are
       * compared by themselves. */
      for (guint a = 0; a < n_age; a++)
        most = MAX (most, unsigned_sum (&((SlCpuEngine *) f->cpu)->cpu, &bands->weights[r], a));
      for (guint a = 0; a < n_age; a++)
        for (guint c = 0; c < SL_N_SLOTS; c++)
          top[c] = MAX (top[c], fabs (bands->slots[a * bands->n_slots + r * SL_N_SLOTS + c]));
      for (guint c = 0; c < SL_N_SLOTS; c++)
        most = MAX (most, top[c]);
      for (guint a = 0; a < n_age && most > 0.0; a++)
        for (guint c = 0; c < SL_N_SLOTS; c++)
          agree (x, fabs (bands->slots[a * bands->n_slots + r * SL_N_SLOTS + c]
                          - column[((gsize) a * gpu->arrays.n_func + first + r) * SL_GPU_N_SLOTS + c])
                      / MAX (top[c], most), "a column");
    }
}

/* Stage by stage: rows of populations, transmission curves, luminosities, functionals by age. */
static void
test_stages (Engines *f, gconstpointer library)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (73);
  const SlCpu *cpu = &((SlCpuEngine *) f->cpu)->cpu;
  SlGpu *gpu = sl_offload_device (f->gpu);
  const SlGpuArrays *s = &gpu->arrays;
  const SlTemplates *t = f->library.templates;
  Agreement rows = { "populations", TOL_ROWS, 0 }, dust = { "dust", TOL_ROWS, 0 },
            energy = { "energy", TOL_COLUMN, 0 }, rest = { "bands", TOL_COLUMN, 0 },
            observed = { "observed", TOL_COLUMN, 0 };

  for (guint k = 0; k < n_galaxies (library); k++)
    {
      SlRequest request = { .flags = SL_REQUEST_SED | SL_REQUEST_OBSERVABLES };
      const gsize n_rows = (gsize) t->n_age * (1 + SL_N_INTERMEDIATES_OLD)
                           + (t->n_lgu ? t->n_young : 0) * (SL_N_LIGHT_ROWS - 1 - SL_N_INTERMEDIATES_OLD);
      g_autofree float *light = NULL, *curves = NULL;
      g_autofree double *energies = NULL, *columns = NULL;

      device_galaxy (rng, &request.galaxy);
      ask (f, &request);
      light = fetch (gpu, s->light, n_rows * s->stride * sizeof *light);
      curves =
          fetch (gpu, s->dust, (gsize) cpu->dust.n_curves * SL_MAX_DUST_ROWS * s->stride * sizeof *curves);
      energies = fetch (gpu, s->energy_slot, (gsize) t->n_age * 2 * SL_GPU_N_SLOTS * sizeof *energies);
      columns = fetch (gpu, s->slots, (gsize) t->n_age * s->n_func * SL_GPU_N_SLOTS * sizeof *columns);
      for (guint a = 0; a < t->n_age; a++)
        {
          const gboolean gas = t->n_lgu && a < t->n_young;

          compare_rows (&rows, cpu->ssp.light_of[a], light + (cpu->ssp.light_of[a] - cpu->ssp.light),
                        gas ? SL_N_LIGHT_ROWS : 1 + SL_N_INTERMEDIATES_OLD, s->stride, t->n_wave, TRUE);
        }
      for (guint c = 0; c < cpu->dust.n_curves; c++)
        compare_rows (&dust, cpu->dust.rows_of[cpu->dust.curve_age[c]],
                      curves + (gsize) c * SL_MAX_DUST_ROWS * s->stride, SL_N_DUST_ROWS (cpu->dust.formula),
                      s->stride, t->n_wave, FALSE);
      for (guint a = 0; a < t->n_age; a++)
        for (guint c = 0; c < SL_N_SLOTS; c++)
          {
            const double *all = cpu->energy.intrinsic + (gsize) a * SL_N_SLOTS,
                         *left = cpu->energy.attenuated + (gsize) a * SL_N_SLOTS;
            const double *e = energies + (gsize) 2 * a * SL_GPU_N_SLOTS;

            agree (&energy, fabs (all[c] - e[c]) / all[0], "an age before dust");
            agree (&energy, fabs (left[c] - e[SL_GPU_N_SLOTS + c]) / all[0], "an age behind dust");
          }
      compare_columns (&rest, f, &cpu->bands.rest, 0, columns);
      compare_columns (&observed, f, &cpu->bands.observed, s->n_rest, columns);
    }
  tell (&rows);
  tell (&dust);
  tell (&energy);
  tell (&rest);
  tell (&observed);
}

/* The same question twice is the same answer, bit for bit, from another engine too, and whatever the order in
 * which the device comes to its items (the emulated one goes backwards). */
static void
test_again (Engines *f, gconstpointer library)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (74);
  g_autoptr (SlEngine) other = NULL;
  g_autoptr (SlResult) again = NULL;

  g_setenv ("STARLOOM_EMULATE_BACKWARDS", "1", TRUE);
  other = new_engine (f, gpu_class);
  g_unsetenv ("STARLOOM_EMULATE_BACKWARDS");
  again = sl_result_new (other);
  for (guint k = 0; k < 5; k++)
    {
      SlRequest request = { .flags = SL_REQUEST_ALL, .tangents = sl_param_set_all () };
      g_autoptr (GError) error = NULL;

      device_galaxy (rng, &request.galaxy);
      ask (f, &request);
      sl_engine_evaluate (other, &request, again, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (f->b->sed, again->n_wave * sizeof (float), again->sed, again->n_wave * sizeof (float));
      g_assert_cmpmem (f->b->sed_tangent, (gsize) SL_N_PARAMS * again->n_wave * sizeof (float),
                       again->sed_tangent, (gsize) SL_N_PARAMS * again->n_wave * sizeof (float));
      g_assert_cmpmem (f->b->hist_jac, again->n_hist * SL_N_PARAMS * N_EPOCHS * sizeof (double),
                       again->hist_jac, again->n_hist * SL_N_PARAMS * N_EPOCHS * sizeof (double));
      g_assert_cmpmem (f->b->obs_jac, again->n_obs * SL_N_PARAMS * sizeof (double), again->obs_jac,
                       again->n_obs * SL_N_PARAMS * sizeof (double));
    }
}

int
main (int argc, char **argv)
{
  static const char *const libraries[] = { "ssp_tiny.h5", WITHOUT_GAS, WHOLE_LIBRARY };
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  gpu_class = sl_gpu_load (NULL, &error);
  g_assert_no_error (error);
  {
    g_autoptr (SlTemplates) templates = load_library (libraries[0]);
    g_autoptr (SlFilterSet) filters = load_filters ();
    SlEngineConfig config = { .templates = templates, .filters = filters };
    g_autoptr (SlEngine) engine = sl_engine_new (gpu_class, &config, &error);

    if (!engine)
      {
        g_printerr ("%s\n", error->message);
        g_print ("1..0 # SKIP %s\n", error->message);
        return 0;
      }
    g_test_message ("%s", sl_engine_describe (engine));
    emulated = strstr (sl_engine_describe (engine), "emulated") != NULL;
  }
  for (guint i = 0; i < G_N_ELEMENTS (libraries); i++)
    {
      const struct { const char *name; void (*test) (Engines *f, gconstpointer data); } tests[] = {
        { "whole", test_whole }, { "steps", test_steps }, { "stages", test_stages }, { "again", test_again },
      };

      for (guint k = 0; k < G_N_ELEMENTS (tests); k++)
        {
          /* The 300 steps test what is valid where, whatever the library. */
          if (emulated && strcmp (libraries[i], WHOLE_LIBRARY) == 0 && tests[k].test == test_steps)
            continue;
          g_autofree char *path = g_strdup_printf ("/gpu/%s/%s", libraries[i], tests[k].name);

          g_test_add (path, Engines, libraries[i], set_up, tests[k].test, tear_down);
        }
    }
  return g_test_run ();
}
