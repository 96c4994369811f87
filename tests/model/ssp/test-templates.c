/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Libraries as shipped, against numbers read from the files by other software
 * (h5py), and libraries damaged in each way that the loader must notice. */
#include <locale.h>
#include <math.h>
#include <string.h>

#include <hdf5.h>

#include "model/support/sl-error.h"
#include "model/io/sl-hdf5.h"
#include "model/ssp/sl-templates.h"
#include "tests/model/io/io-fixture.h"

/* Sums of millions of floats in double, in another order than the reference's. */
#define SUM_TOLERANCE 1e-12

static float
flux_at (const SlTemplates *t, guint met, guint age, guint wave)
{
  return t->flux[((gsize) age * t->n_met + met) * t->wave_stride + wave];
}

static double
sum_of (const float *x, gsize n)
{
  double sum = 0.0;
  for (gsize i = 0; i < n; i++)
    sum += x[i];
  return sum;
}

static void
assert_close (double found, double expected, double relative)
{
  g_assert_cmpfloat_with_epsilon (found, expected, relative * fabs (expected));
}

static SlTemplates *
load_shipped (const char *basename)
{
  g_autofree char *path = io_shipped (basename);
  g_autoptr (GError) error = NULL;
  SlTemplates *t = sl_templates_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (t->path, ==, path);
  return t;
}

static void
assert_layout (const SlTemplates *t)
{
  g_assert_cmpuint (t->wave_stride % 16, ==, 0);
  g_assert_cmpuint (t->wave_stride, >=, t->n_wave);
  g_assert_cmpuint (t->wave_stride, <, t->n_wave + 16);
  g_assert_cmpuint ((guintptr) t->flux % 64, ==, 0);
  for (gsize row = 0; row < (gsize) t->n_age * t->n_met; row++)
    for (gsize i = t->n_wave; i < t->wave_stride; i++)
      g_assert_cmpfloat (t->flux[row * t->wave_stride + i], ==, 0.0f);
  for (guint i = 1; i < t->n_wave; i++)
    g_assert_cmpfloat (t->wave_edges[i], ==, 0.5 * (t->wave[i - 1] + t->wave[i]));
  guint n = t->n_wave;
  assert_close (t->wave_edges[0] + t->wave_edges[1], 2.0 * t->wave[0], 1e-15);
  assert_close (t->wave_edges[n - 1] + t->wave_edges[n], 2.0 * t->wave[n - 1], 1e-15);
  g_assert_null (t->line_name[t->n_line]);
}

static void
test_full (void)
{
  g_autoptr (SlTemplates) t = load_shipped ("ssp_bc03_miles.h5");
  g_assert_cmpuint (t->n_met, ==, 6);
  g_assert_cmpuint (t->n_age, ==, 94);
  g_assert_cmpuint (t->n_wave, ==, 8075);
  g_assert_cmpuint (t->n_lgu, ==, 9);
  g_assert_cmpuint (t->n_young, ==, 39);
  g_assert_cmpuint (t->n_cwave, ==, 350);
  g_assert_cmpuint (t->n_line, ==, 124);
  g_assert_cmpfloat (t->zsun, ==, 0.02);
  g_assert_cmpstr (t->library, ==, "BC03-MILES");
  g_assert_true (g_str_has_prefix (t->imf, "Kroupa & Boily (2002)"));
  g_assert_true (t->medium_given);
  g_assert_cmpfloat (t->air_from, ==, 2000.0);
  g_assert_cmpfloat (t->fwhm[4000], ==, 2.5f);
  /* Hydrogen's line at 6562.80 A in air is at 6564.61 A in vacuum (NIST). */
  g_assert_cmpfloat_with_epsilon (sl_vacuum_of_air (6562.80), 6564.61, 0.01);
  for (guint i = 0; i < t->n_wave; i++)
    g_assert_cmpfloat (t->band_grid->vacuum[i], ==,
                       t->wave[i] < 2000.0 ? t->wave[i] : sl_vacuum_of_air (t->wave[i]));
  assert_layout (t);

  g_assert_cmpfloat (t->lgmet[3], ==, -2.0969100130080562);
  g_assert_cmpfloat (t->lg_age_gyr[5], ==, -3.25);
  g_assert_cmpfloat (t->lg_age_gyr[93], ==, 1.1500000000000004);
  g_assert_cmpfloat (t->wave[1], ==, 93.152927032656);
  g_assert_cmpfloat (t->wave[100], ==, 911.25);
  g_assert_cmpfloat (t->wave[8074], ==, 10000000.000000006);
  g_assert_cmpfloat (flux_at (t, 0, 0, 0), ==, 2.1573904351148653e-22f);
  g_assert_cmpfloat (flux_at (t, 3, 50, 4000), ==, 9.922618282587337e-15f);
  g_assert_cmpfloat (flux_at (t, 5, 93, 8074), ==, 6.00781278897264e-21f);
  g_assert_cmpfloat (flux_at (t, 2, 10, 1234), ==, 7.185918526886326e-14f);
  assert_close (sum_of (t->flux, (gsize) 94 * 6 * t->wave_stride), 1.2356308726601128e-07, SUM_TOLERANCE);
  g_assert_cmpfloat (t->mstar_surviving[15 * 6 + 1], ==, 0.9999200105667114f);

  g_assert_cmpfloat (t->lgu[7], ==, -0.5);
  g_assert_cmpfloat (t->cwave[349], ==, 15000000.0);
  g_assert_cmpfloat (t->continuum[((3 * 9 + 1) * 6 + 2) * 350 + 100], ==, 2.186185260599771e-15f);
  assert_close (sum_of (t->continuum, 9 * 6 * 39 * 350), 1.8799933921466015e-08, SUM_TOLERANCE);
  g_assert_cmpfloat (t->line_luminosity[((10 * 9 + 2) * 6 + 1) * 124 + 6], ==, 0.0461883544921875f);
  assert_close (sum_of (t->line_luminosity, 9 * 6 * 39 * 124), 385828.74675255694, SUM_TOLERANCE);
  g_assert_cmpstr (t->line_name[8], ==, "H I 6562.80");
  g_assert_cmpfloat (t->line_wave[8], ==, 6562.8);
  g_assert_cmpstr (t->line_name[123], ==, "Fe II 1.25668um");
}

static void
test_tiny (void)
{
  g_autoptr (SlTemplates) t = load_shipped ("ssp_tiny.h5");
  g_assert_cmpuint (t->n_met, ==, 3);
  g_assert_cmpuint (t->n_age, ==, 20);
  g_assert_cmpuint (t->n_wave, ==, 323);
  g_assert_cmpuint (t->n_young, ==, 11);
  assert_layout (t);
  g_assert_cmpfloat (flux_at (t, 1, 7, 100), ==, 1.0080825063596421e-13f);
  g_assert_cmpfloat (flux_at (t, 2, 19, 322), ==, 6.1112103655417685e-21f);
  assert_close (sum_of (t->flux, (gsize) 20 * 3 * t->wave_stride), 8.271121575770821e-10, SUM_TOLERANCE);
  g_assert_cmpfloat (t->mstar_surviving[15 * 3 + 1], ==, 0.6154633164405823f);
  g_assert_cmpfloat (t->continuum[((3 * 3 + 1) * 3 + 2) * 141 + 100], ==, 2.923356001716115e-14f);
  g_assert_cmpfloat (t->line_luminosity[((10 * 3 + 2) * 3 + 1) * 10 + 6], ==, 7.5541902333498e-07f);
  g_assert_cmpstr (t->line_name[6], ==, "O III 5006.84");
}

static void
test_references (void)
{
  SlTemplates *t = load_shipped ("ssp_tiny.h5");
  SlTemplates *same = sl_templates_ref (t);
  g_assert_true (same == t);
  sl_templates_unref (t);
  g_assert_cmpuint (same->n_met, ==, 3);
  sl_templates_unref (same);
  sl_templates_unref (NULL);
}

/* A library of our own, small and good, of which one dataset can be spoilt. */
enum { Z = 3, A = 4, W = 20, U = 2, Y = 3, N = 5, L = 2 };

typedef enum { AXIS, TABLE, NUMBER, NAMES } Content;
typedef struct {
  const char *name;
  Content content;
  guint rank;
  gsize dims[4];
  double first, step;
} Set;

static const Set good_sets[] = {
  { "ssp_lgmet", AXIS, 1, { Z }, -3.0, 0.5 },
  { "ssp_lg_age_gyr", AXIS, 1, { A }, -3.0, 1.0 },
  { "ssp_wave", AXIS, 1, { W }, 500.0, 250.0 },
  { "ssp_flux", TABLE, 3, { Z, A, W }, 1e-15, 1e-17 },
  { "ssp_mstar_surviving", TABLE, 2, { Z, A }, 0.5, 0.01 },
  { "nebular/lgu", AXIS, 1, { U }, -3.0, 1.0 },
  { "nebular/n_young", NUMBER, 0, { 0 }, Y, 0.0 },
  { "nebular/wave", AXIS, 1, { N }, 100.0, 2000.0 },
  { "nebular/continuum", TABLE, 4, { U, Z, Y, N }, 1e-16, 1e-18 },
  { "nebular/line_wave", AXIS, 1, { L }, 4861.32, 145.0 },
  { "nebular/line_name", NAMES, 1, { L }, 0.0, 0.0 },
  { "nebular/line_luminosity", TABLE, 4, { U, Z, Y, L }, 0.1, 0.01 },
};

typedef enum { ABSENT, FLATTENED, DEEPER, SHORTER, LONGER, EMPTY, LONE, VALUE, TEXT, GROUP } How;
typedef struct {
  const char *name;    /* of the test */
  const char *dataset; /* that is spoilt */
  How how;
  gsize index; /* for VALUE: which element */
  double value;
  const char *says; /* what the message must hold */
} Damage;

static void
write_names (SlH5 *file, const Set *set, const Damage *damage, gsize n)
{
  const char *const names[] = { "H I 4861.32",
                                damage != NULL && damage->how == VALUE ? "  " : "O III 5006.84", "more" };
  g_autoptr (GError) error = NULL;
  sl_h5_write_strings (file, set->name, names, n, &error);
  g_assert_no_error (error);
}

static void
write_set (SlH5 *file, const Set *set, const Damage *damage)
{
  g_autoptr (GError) error = NULL;
  gsize dims[5] = { 0 }, n = 1;
  guint rank = set->rank;
  memcpy (dims, set->dims, sizeof (set->dims));
  if (damage != NULL)
    switch (damage->how)
      {
      case ABSENT:
        return;
      case FLATTENED:
        for (guint i = 1; i < rank; i++)
          dims[0] *= dims[i];
        rank = 1;
        break;
      case DEEPER:
        dims[rank++] = 1;
        break;
      case SHORTER:
        dims[rank - 1]--;
        break;
      case LONGER:
        dims[rank - 1]++;
        break;
      case EMPTY:
        dims[0] = 0;
        break;
      case LONE:
        dims[0] = 1;
        break;
      case VALUE:
      case TEXT:
      case GROUP:
        break;
      }
  for (guint i = 0; i < rank; i++)
    n *= dims[i];
  if (set->content == NAMES && (damage == NULL || damage->how != TEXT))
    {
      write_names (file, set, damage, n);
      return;
    }
  if (damage != NULL && damage->how == TEXT && set->content != NAMES)
    {
      const char *const text[] = { "one", "two", "three" };
      sl_h5_write_strings (file, set->name, text, 3, &error);
      g_assert_no_error (error);
      return;
    }
  g_autofree double *values = g_new (double, n + 1);
  for (gsize i = 0; i < n; i++)
    values[i] = set->first + i * set->step;
  if (damage != NULL && damage->how == VALUE)
    {
      g_assert_cmpuint (damage->index, <, n);
      values[damage->index] = damage->value;
    }
  g_autofree char *inside =
      damage != NULL && damage->how == GROUP ? g_strconcat (set->name, "/x", NULL) : NULL;
  sl_h5_write_double (file, inside != NULL ? inside : set->name, rank, dims, values, &error);
  g_assert_no_error (error);
}

static char *
write_library (const char *basename, const Damage *damage, gboolean with_gas)
{
  char *path = io_path (basename);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) file = sl_h5_create (path, &error);
  g_assert_no_error (error);
  gboolean spoilt = damage == NULL;
  for (guint i = 0; i < G_N_ELEMENTS (good_sets); i++)
    {
      const Set *set = &good_sets[i];
      gboolean this_one = damage != NULL && strcmp (set->name, damage->dataset) == 0;
      spoilt |= this_one;
      if (with_gas || !g_str_has_prefix (set->name, "nebular/"))
        write_set (file, set, this_one ? damage : NULL);
    }
  g_assert_true (spoilt);
  g_assert_true (sl_h5_commit (file, &error));
  return path;
}

static void
test_own_library (void)
{
  g_autofree char *path = write_library ("own.h5", NULL, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlTemplates) t = sl_templates_load (path, &error);
  g_assert_no_error (error);
  assert_layout (t);
  g_assert_cmpfloat (t->zsun, ==, 0.02);
  for (guint z = 0; z < Z; z++)
    for (guint a = 0; a < A; a++)
      {
        for (guint w = 0; w < W; w++)
          g_assert_cmpfloat (flux_at (t, z, a, w), ==, (float) (1e-15 + ((z * A + a) * W + w) * 1e-17));
        g_assert_cmpfloat (t->mstar_surviving[a * Z + z], ==, (float) (0.5 + (z * A + a) * 0.01));
      }
  for (guint u = 0; u < U; u++)
    for (guint z = 0; z < Z; z++)
      for (guint a = 0; a < Y; a++)
        {
          for (guint i = 0; i < N; i++)
            g_assert_cmpfloat (t->continuum[((a * U + u) * Z + z) * N + i], ==,
                               (float) (1e-16 + (((u * Z + z) * Y + a) * N + i) * 1e-18));
          for (guint i = 0; i < L; i++)
            g_assert_cmpfloat (t->line_luminosity[((a * U + u) * Z + z) * L + i], ==,
                               (float) (0.1 + (((u * Z + z) * Y + a) * L + i) * 0.01));
        }
}

static void
test_without_gas (void)
{
  g_autofree char *path = write_library ("dry.h5", NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlTemplates) t = sl_templates_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (t->n_met, ==, Z);
  g_assert_cmpuint (t->n_lgu, ==, 0);
  g_assert_cmpuint (t->n_young, ==, 0);
  g_assert_cmpuint (t->n_line, ==, 0);
  g_assert_null (t->continuum);
}

static void
test_without_surviving_mass (void)
{
  const Damage damage = { NULL, "ssp_mstar_surviving", ABSENT, 0, 0.0, NULL };
  g_autofree char *path = write_library ("no-mass.h5", &damage, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlTemplates) t = sl_templates_load (path, &error);
  g_assert_no_error (error);
  g_assert_null (t->mstar_surviving);
}

/* The Sun of another library. */
static void
check_sun_attribute (const char *attribute, const double values[4], const char *says)
{
  g_autofree char *name = g_strconcat (attribute, ".h5", NULL), *path = io_path (name);
  g_autofree char *where = g_strdup_printf ("%s: %s", name, attribute);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SlH5) file = sl_h5_create (path, &error);
      for (guint k = 0; k < G_N_ELEMENTS (good_sets); k++)
        write_set (file, &good_sets[k], NULL);
      sl_h5_set_attribute_double (file, "/", attribute, values[i], &error);
      g_assert_true (sl_h5_commit (file, &error));
      g_autoptr (SlTemplates) t = sl_templates_load (path, &error);
      if (i > 0)
        {
          g_assert_null (t);
          io_assert_error (&error, SL_ERROR_DATA, where, says);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpfloat (strcmp (attribute, "z_sun") == 0 ? t->zsun : t->lsun, ==, values[0]);
    }
}

static void
test_zsun_attribute (void)
{
  check_sun_attribute ("z_sun", (const double[4]){ 0.0142, 1.5, -0.02, NAN }, "between 0 and 1");
}

static void
test_lsun_attribute (void)
{
  check_sun_attribute ("lsun_erg_per_s", (const double[4]){ 3.839e33, 3.8e26, 1.0, NAN }, "in erg/s");
}

#define NONE "none of this name"
#define RANK "dimensions, found"
#define SHAPE "expected the shape"
#define FINITE "expected finite values"
#define ORDER "strictly increasing"
#define AT_LEAST "expected at least 2 values"

static const Damage damages[] = {
  { "lgmet/absent", "ssp_lgmet", ABSENT, 0, 0.0, NONE },
  { "lgmet/group", "ssp_lgmet", GROUP, 0, 0.0, "found a group" },
  { "lgmet/text", "ssp_lgmet", TEXT, 0, 0.0, "found strings" },
  { "lgmet/empty", "ssp_lgmet", EMPTY, 0, 0.0, AT_LEAST },
  { "lgmet/lone", "ssp_lgmet", LONE, 0, 0.0, AT_LEAST },
  { "lgmet/deeper", "ssp_lgmet", DEEPER, 0, 0.0, RANK },
  { "lgmet/solar-units", "ssp_lgmet", VALUE, Z - 1, 0.3, "look like lg(Z/Z☉)" },
  { "lgmet/solar-units-below", "ssp_lgmet", VALUE, Z - 1, -0.4, "look like lg(Z/Z☉)" },
  { "lgmet/number", "ssp_lgmet", VALUE, Z - 1, 3.0, "expected values from -20 to 2" },
  { "age/absent", "ssp_lg_age_gyr", ABSENT, 0, 0.0, NONE },
  { "age/nan", "ssp_lg_age_gyr", VALUE, 2, NAN, FINITE },
  { "age/order", "ssp_lg_age_gyr", VALUE, 2, -2.5, ORDER },
  { "age/equal", "ssp_lg_age_gyr", VALUE, 2, -2.0, ORDER },
  { "age/years", "ssp_lg_age_gyr", VALUE, A - 1, 10.1, "look like lg(age/yr)" },
  { "age/number", "ssp_lg_age_gyr", VALUE, A - 1, 13.0, "expected values from -9 to 11" },
  { "wave/absent", "ssp_wave", ABSENT, 0, 0.0, NONE },
  { "wave/infinite", "ssp_wave", VALUE, W - 1, INFINITY, FINITE },
  { "wave/order", "ssp_wave", VALUE, 5, 100.0, ORDER },
  { "wave/negative", "ssp_wave", VALUE, 0, -1.0, "above 0, found -1 at index 0" },
  { "wave/zero", "ssp_wave", VALUE, 0, 0.0, "above 0, found 0 at index 0" },
  { "wave/first-pixel", "ssp_wave", VALUE, 0, 10.0, "ends above 0 A" },
  { "flux/absent", "ssp_flux", ABSENT, 0, 0.0, NONE },
  { "flux/flattened", "ssp_flux", FLATTENED, 0, 0.0, RANK },
  { "flux/deeper", "ssp_flux", DEEPER, 0, 0.0, RANK },
  { "flux/shorter", "ssp_flux", SHORTER, 0, 0.0, SHAPE },
  { "flux/longer", "ssp_flux", LONGER, 0, 0.0, SHAPE },
  { "flux/empty", "ssp_flux", EMPTY, 0, 0.0, SHAPE },
  { "flux/text", "ssp_flux", TEXT, 0, 0.0, "found strings" },
  { "flux/nan", "ssp_flux", VALUE, 100, NAN, "found nan at index 100" },
  { "flux/infinite", "ssp_flux", VALUE, Z *A *W - 1, INFINITY, "found inf at index 239" },
  { "flux/overflow", "ssp_flux", VALUE, 0, 1e200, FINITE },
  { "flux/negative", "ssp_flux", VALUE, 3, -1e-17, "at least 0, found" },
  { "mass/shorter", "ssp_mstar_surviving", SHORTER, 0, 0.0, SHAPE },
  { "mass/above-one", "ssp_mstar_surviving", VALUE, 1, 2.0, "found 2 at index 1" },
  { "mass/nan", "ssp_mstar_surviving", VALUE, 1, NAN, FINITE },
  { "lgu/absent", "nebular/lgu", ABSENT, 0, 0.0, NONE },
  { "lgu/lone", "nebular/lgu", LONE, 0, 0.0, AT_LEAST },
  { "lgu/order", "nebular/lgu", VALUE, 1, -4.0, ORDER },
  { "lgu/longer", "nebular/lgu", LONGER, 0, 0.0, NULL },
  { "young/absent", "nebular/n_young", ABSENT, 0, 0.0, NONE },
  { "young/deeper", "nebular/n_young", DEEPER, 0, 0.0, RANK },
  { "young/too-many", "nebular/n_young", VALUE, 0, A + 1, "from 1 to 4" },
  { "young/none", "nebular/n_young", VALUE, 0, 0.0, "from 1 to 4" },
  { "young/fraction", "nebular/n_young", VALUE, 0, 2.5, "whole number" },
  { "young/nan", "nebular/n_young", VALUE, 0, NAN, "whole number" },
  { "cwave/order", "nebular/wave", VALUE, 2, 50.0, ORDER },
  { "cwave/lone", "nebular/wave", LONE, 0, 0.0, AT_LEAST },
  { "continuum/absent", "nebular/continuum", ABSENT, 0, 0.0, NONE },
  { "continuum/shorter", "nebular/continuum", SHORTER, 0, 0.0, SHAPE },
  { "continuum/flattened", "nebular/continuum", FLATTENED, 0, 0.0, RANK },
  { "continuum/negative", "nebular/continuum", VALUE, 7, -1.0, "found -1 at index 7" },
  { "continuum/nan", "nebular/continuum", VALUE, 7, NAN, FINITE },
  { "lines/wave-absent", "nebular/line_wave", ABSENT, 0, 0.0, NONE },
  { "lines/wave-empty", "nebular/line_wave", EMPTY, 0, 0.0, "expected at least 1 values" },
  { "lines/wave-negative", "nebular/line_wave", VALUE, 1, -5.0, "found -5 at index 1" },
  { "lines/wave-nm", "nebular/line_wave", VALUE, 1, 500.7, "found a line at 500" },
  { "lines/names-absent", "nebular/line_name", ABSENT, 0, 0.0, NONE },
  { "lines/names-numbers", "nebular/line_name", TEXT, 0, 0.0, "expected strings" },
  { "lines/names-longer", "nebular/line_name", LONGER, 0, 0.0, "expected 2 names" },
  { "lines/names-blank", "nebular/line_name", VALUE, 1, 0.0, "empty one at index 1" },
  { "lines/light-absent", "nebular/line_luminosity", ABSENT, 0, 0.0, NONE },
  { "lines/light-longer", "nebular/line_luminosity", LONGER, 0, 0.0, SHAPE },
  { "lines/light-negative", "nebular/line_luminosity", VALUE, 0, -2.0, "found -2 at index 0" },
};

static void
test_damaged (gconstpointer data)
{
  const Damage *damage = data;
  g_autofree char *path = write_library ("damaged.h5", damage, TRUE);
  g_autoptr (GError) error = NULL;
  g_assert_null (sl_templates_load (path, &error));
  g_autofree char *names = damage->says == NULL ? g_strdup ("damaged.h5: nebular/continuum")
                                                : g_strconcat ("damaged.h5: ", damage->dataset, ":", NULL);
  io_assert_error (&error, SL_ERROR_DATA, names, damage->says == NULL ? SHAPE : damage->says);
}

/* The shipped library with its wavelengths divided, or with other light; NULL: as it is. */
static char *
write_changed (const char *basename, double divide, gboolean gas_too, float (*light) (float flux, gsize i))
{
  g_autofree char *from = io_shipped ("ssp_tiny.h5");
  g_autoptr (SlTemplates) t = load_shipped ("ssp_tiny.h5");
  char *path = io_path (basename);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) file = sl_h5_create (path, &error);
  gsize shape[] = { t->n_met, t->n_age, t->n_wave }, n = t->n_wave, n_lines = t->n_line, n_lgu = t->n_lgu;
  gsize gas[] = { t->n_lgu, t->n_met, t->n_young, t->n_line }, continuum[] = { gas[0], gas[1], gas[2], 2 };
  g_autofree float *flux = g_new (float, shape[0] * shape[1] * n);
  g_autofree float *dark = g_new0 (float, gas[0] * gas[1] * gas[2] * MAX (gas[3], 2));
  double edges[] = { 100.0, 1e7 };
  const double young = t->n_young;

  for (gsize z = 0; z < shape[0]; z++)
    for (gsize a = 0; a < shape[1]; a++)
      for (gsize w = 0; w < n; w++)
        {
          const float f = flux_at (t, z, a, w);
          const gsize i = (z * shape[1] + a) * n + w;

          flux[i] = light ? light (f, i) : f;
        }
  for (guint w = 0; w < t->n_wave; w++)
    t->wave[w] /= divide;
  for (guint i = 0; i < t->n_line && gas_too; i++)
    t->line_wave[i] /= divide;
  for (guint i = 0; i < 2 && gas_too; i++)
    edges[i] /= divide;
  sl_h5_write_double (file, "ssp_lgmet", 1, &shape[0], t->lgmet, &error);
  sl_h5_write_double (file, "ssp_lg_age_gyr", 1, &shape[1], t->lg_age_gyr, &error);
  sl_h5_write_double (file, "ssp_wave", 1, &n, t->wave, &error);
  sl_h5_write_float (file, "ssp_flux", 3, shape, flux, &error);
  sl_h5_write_double (file, "nebular/lgu", 1, &n_lgu, t->lgu, &error);
  sl_h5_write_double (file, "nebular/n_young", 0, NULL, &young, &error);
  sl_h5_write_double (file, "nebular/wave", 1, &continuum[3], edges, &error);
  sl_h5_write_float (file, "nebular/continuum", 4, continuum, dark, &error);
  sl_h5_write_double (file, "nebular/line_wave", 1, &n_lines, t->line_wave, &error);
  sl_h5_write_strings (file, "nebular/line_name", (const char *const *) t->line_name, n_lines, &error);
  sl_h5_write_float (file, "nebular/line_luminosity", 4, gas, dark, &error);
  g_assert_no_error (error);
  g_assert_true (sl_h5_commit (file, &error));
  return path;
}

/* Wavelengths in other units are refused; where the right mend is allowed they are those of the library. */
static void
test_units (void)
{
  static const struct { double divide; SlMend mend, other; const char *says; } table[] = {
    { 10.0, SL_MEND_NM, SL_MEND_UM | SL_MEND_M, "as if they were in nm" },
    { 1e4, SL_MEND_UM, SL_MEND_NM | SL_MEND_PERCENT, "as if they were in µm" },
    { 1e10, SL_MEND_M, SL_MEND_NM, "as if they were in metres" },
  };
  g_autoptr (SlTemplates) right = load_shipped ("ssp_tiny.h5");

  for (guint i = 0; i < 2 * G_N_ELEMENTS (table); i++)
    {
      const guint k = i / 2;
      g_autofree char *path = write_changed ("units.h5", table[k].divide, i % 2, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (sl_templates_load (path, &error));
      io_assert_error (&error, SL_ERROR_DATA, "units.h5: ssp_wave", table[k].says);
      g_assert_null (sl_templates_load_as (path, table[k].other, SL_MEDIUM_LIBRARY, &error));
      io_assert_error (&error, SL_ERROR_DATA, "units.h5: ssp_wave", "--mend");
      g_autoptr (SlTemplates) t = sl_templates_load_as (path, table[k].mend, SL_MEDIUM_LIBRARY, &error);
      g_assert_no_error (error);
      assert_layout (t);
      for (guint w = 0; w < t->n_wave; w++)
        assert_close (t->wave[w], right->wave[w], 1e-14);
      for (guint l = 0; l < t->n_line; l++)
        assert_close (t->line_wave[l], right->line_wave[l], 1e-14);
      assert_close (t->cwave[1], 1e7, 1e-14);
      g_assert_nonnull (strstr (t->notes->str, "ssp_wave: wavelengths were converted"));
      g_assert_true ((strstr (t->notes->str, "line_wave") != NULL) == (i % 2 == 1));
    }
}

static float no_light (float flux, gsize i) { return 0.0f; }
static float one_dark (float flux, gsize i) { return i / 323 == 7 ? 0.0f : flux; }
static float rounded (float flux, gsize i) { return i == 100 ? -1e-18f : flux; }
static float below (float flux, gsize i) { return i == 100 ? -1e-16f : flux; }

static void
test_light (void)
{
  g_autofree char *dark = write_changed ("dark.h5", 1.0, FALSE, no_light),
                  *one = write_changed ("one.h5", 1.0, FALSE, one_dark),
                  *tiny = write_changed ("tiny.h5", 1.0, FALSE, rounded),
                  *wrong = write_changed ("below.h5", 1.0, FALSE, below);
  g_autoptr (GError) error = NULL;

  g_assert_null (sl_templates_load (dark, &error));
  io_assert_error (&error, SL_ERROR_DATA, "dark.h5: ssp_flux", "metallicity 0, age 0");
  g_assert_null (sl_templates_load (one, &error));
  io_assert_error (&error, SL_ERROR_DATA, "one.h5: ssp_flux", "metallicity 0, age 7");
  g_assert_null (sl_templates_load (wrong, &error));
  io_assert_error (&error, SL_ERROR_DATA, "below.h5: ssp_flux", "at least 0");
  g_autoptr (SlTemplates) t = sl_templates_load (tiny, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (flux_at (t, 0, 0, 100), ==, 0.0f);
  g_assert_nonnull (strstr (t->notes->str, "tiny.h5: ssp_flux: 1 values below 0, down to -1e-18"));
}

static void
test_not_a_library (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *missing = io_path ("missing.h5"), *filters = io_shipped ("filters.h5");
  g_assert_null (sl_templates_load (missing, &error));
  io_assert_error (&error, SL_ERROR_FILE, "missing.h5", "cannot be opened");
  g_assert_null (sl_templates_load (io_folder (), &error));
  io_assert_error (&error, SL_ERROR_FILE, io_folder (), "folder");
  g_assert_null (sl_templates_load (filters, &error));
  io_assert_error (&error, SL_ERROR_DATA, "filters.h5: ssp_lgmet", NONE);
}

/* A library cut short anywhere is refused. */
static void
test_truncated (void)
{
  g_autofree char *path = io_shipped ("ssp_tiny.h5"), *cut = io_path ("cut.h5"), *bytes = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (gsize length = 0; length < size; length += length < 2048 ? 128 : 4001)
    {
      g_autoptr (GError) error = NULL;
      g_assert_true (g_file_set_contents (cut, bytes, length, NULL));
      g_assert_null (sl_templates_load (cut, &error));
      io_assert_error (&error, SL_ERROR_FILE, "cut.h5", "");
    }
}

/* Compressed data that no longer unpack. */
static void
test_scrambled (void)
{
  g_autofree char *path = io_shipped ("ssp_tiny.h5"), *spoilt = io_path ("spoilt.h5"), *bytes = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  const hsize_t origin[3] = { 0 };
  unsigned filters;
  haddr_t address;
  hsize_t stored;
  hid_t file = H5Fopen (path, H5F_ACC_RDONLY, H5P_DEFAULT), set = H5Dopen2 (file, "ssp_flux", H5P_DEFAULT);
  g_assert_cmpint (H5Dget_chunk_info_by_coord (set, origin, &filters, &address, &stored), >=, 0);
  H5Dclose (set);
  H5Fclose (file);
  memset (bytes + address + stored / 2, 0x5a, 512);
  g_assert_true (g_file_set_contents (spoilt, bytes, size, NULL));
  g_autoptr (GError) error = NULL;
  g_assert_null (sl_templates_load (spoilt, &error));
  io_assert_error (&error, SL_ERROR_DATA, "spoilt.h5: ssp_flux", "damaged or incomplete");
}

static gpointer
load_in_thread (gpointer path)
{
  g_autoptr (GError) error = NULL;
  SlTemplates *t = sl_templates_load (path, &error);
  g_assert_no_error (error);
  return t;
}

static void
test_threads (void)
{
  g_autofree char *path = io_shipped ("ssp_tiny.h5");
  GThread *threads[4];
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("load", load_in_thread, path);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (SlTemplates) t = g_thread_join (threads[i]);
      g_assert_cmpfloat (flux_at (t, 1, 7, 100), ==, 1.0080825063596421e-13f);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/templates/full", test_full);
  g_test_add_func ("/templates/tiny", test_tiny);
  g_test_add_func ("/templates/references", test_references);
  g_test_add_func ("/templates/own-library", test_own_library);
  g_test_add_func ("/templates/without-gas", test_without_gas);
  g_test_add_func ("/templates/without-surviving-mass", test_without_surviving_mass);
  g_test_add_func ("/templates/zsun-attribute", test_zsun_attribute);
  g_test_add_func ("/templates/lsun-attribute", test_lsun_attribute);
  g_test_add_func ("/templates/threads", test_threads);
  g_test_add_func ("/templates/units", test_units);
  g_test_add_func ("/templates/light", test_light);
  g_test_add_func ("/templates/not-a-library", test_not_a_library);
  g_test_add_func ("/templates/truncated", test_truncated);
  g_test_add_func ("/templates/scrambled", test_scrambled);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *name = g_strconcat ("/templates/damaged/", damages[i].name, NULL);
      g_test_add_data_func (name, &damages[i], test_damaged);
    }
  int result = g_test_run ();
  io_remove_folder ();
  return result;
}
