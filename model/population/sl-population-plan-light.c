/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <gsl/gsl_linalg.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/dust/sl-dust-body.h"
#include "model/support/sl-error.h"
#include "model/observables/sl-functional.h"
#include "model/cosmology/sl-igm.h"
#include "model/ssp/sl-nodes.h"
#include "model/ssp/sl-ssp-weights.h"
#include "model/support/sl-bins.h"
#include "model/population/sl-population-fields.h"
#include "model/population/sl-population-plan.h"

/* Largest error of the interpolation between nodes, relative to the largest transmission in the band. */
#define NODE_ERROR 3e-6
#define NODE_MOST 24
/* Wavelengths of a band among which nodes are chosen. */
#define NODE_SAMPLES 160
/* Beyond so many sigma a Gaussian line adds less than rounding. */
#define LINE_REACH 8.5

/* What the tables of light are computed from. */
typedef struct {
  const SlTemplates *t;
  const SlPopulationSpec *spec;
  guint n_ionising;          /* pixels below the Lyman edge */
  double *node_wave;         /* (nodes) A */
  double **weight;           /* (nodes) each (W): weight of each pixel */
  guint n_nodes;
} LightTables;

/* ------------------------------------------------------------------- nodes */

/* The transmission of dust over a band, for any strength and slope, is nearly a combination of a few such
 * curves (empirical interpolation, Barrault et al. 2004). Repeatedly, the curve that the chosen ones
 * represent worst is chosen too, and the wavelength of its largest error becomes a node. The values at the
 * nodes then give the whole curve, also where the law has a break within the band. */

typedef struct { double av, delta, bump, unobscured; } Dust;

static double
transmission (const SlGalaxy *galaxy, const Dust *dust, double wave)
{
  const SlDustLawInfo *law = sl_dust_law_info (galaxy->dust_law);
  SlDual curve[SL_N_CURVE] = { 0 };

  curve[SL_CURVE_AV].v = dust->av;
  curve[SL_CURVE_DELTA].v = law->slope ? dust->delta : 0.0;
  if (law->formula == SL_DUST_FORMULA_CHARLOT_FALL)
    {
      /* Here `bump` sets the strength of the dust around all stars. */
      curve[SL_CURVE_AV_ALL].v = 0.5 * dust->bump;
      curve[SL_CURVE_DELTA_ALL].v = -0.7;
    }
  else
    curve[SL_CURVE_BUMP].v = law->bump ? dust->bump : 0.0;
  return dust_transmission (galaxy->dust_law, wave * 1e-4, curve).v;
}

/* Samples of dust from none to more than the parameters' ranges. */
static guint
sample_dust (Dust *out)
{
  static const double av[] = { 0.15, 0.5, 1.2, 2.5, 4.2 }, delta[] = { -1.25, -0.8, -0.35, 0.05, 0.45 },
                      bump[] = { 0.0, 1.5, 3.5, 6.2 };
  guint n = 0;

  out[n++] = (Dust){ 0 };
  for (guint i = 0; i < G_N_ELEMENTS (av); i++)
    for (guint j = 0; j < G_N_ELEMENTS (delta); j++)
      for (guint k = 0; k < G_N_ELEMENTS (bump); k++)
        out[n++] = (Dust){ av[i], delta[j], bump[k] };
  return n;
}
#define N_DUST_SAMPLES 101

/* curve (n, m) is overwritten. node: chosen columns; source: their rows. Returns the number of nodes. */
static guint
find_nodes (double *curve, guint n, guint m, guint *node, guint *source)
{
  guint found = 0;

  /* curve: each curve over its largest value, minus its projection on the chosen ones. */
  for (guint i = 0; i < n; i++)
    {
      double most = 0.0;

      for (guint j = 0; j < m; j++)
        most = MAX (most, curve[i * m + j]);
      for (guint j = 0; j < m; j++)
        curve[i * m + j] /= most;
    }
  while (found < MIN (NODE_MOST, m))
    {
      double worst = 0.0;
      guint at = 0, which = 0;

      for (guint i = 0; i < n; i++)
        for (guint j = 0; j < m; j++)
          if (fabs (curve[i * m + j]) > worst)
            worst = fabs (curve[i * m + j]), which = i, at = j;
      if (worst < NODE_ERROR)
        break;
      node[found] = at;
      source[found++] = which;
      for (guint i = 0; i < n; i++)
        if (i != which)
          {
            const double scale = curve[i * m + at] / curve[which * m + at];

            for (guint j = 0; j < m; j++)
              curve[i * m + j] -= scale * curve[which * m + j];
          }
      for (guint j = 0; j < m; j++)
        curve[which * m + j] = 0.0;
    }
  return MAX (found, 1);
}

/* Weights of n nodes from `first` on. They give each chosen curve T_s (s = 0 .. n - 1) its own integral over
 * the band: sum over nodes q of w_q T_s(q) = integral of T_s. Pixel by pixel, w solves this for the
 * transmission of that pixel alone. */
static void
interpolate (LightTables *m, const SlFunctional *f, double ab, const Dust *dust, const guint *source,
             guint first, guint n)
{
  const double *wave = m->t->wave;
  g_autofree double *matrix = g_new (double, n * n), *copy = NULL;
  gsl_matrix_view a = gsl_matrix_view_array (matrix, n, n), whole;
  gsl_permutation *order = gsl_permutation_alloc (n);
  gsl_vector *right = gsl_vector_alloc (n), *x = gsl_vector_alloc (n), *work = gsl_vector_alloc (n);
  int sign;

  for (guint s = 0; s < n; s++)
    for (guint q = 0; q < n; q++)
      matrix[s * n + q] = transmission (&m->spec->base, &dust[source[s]], m->node_wave[first + q]);
  copy = g_memdup2 (matrix, n * n * sizeof *matrix);
  whole = gsl_matrix_view_array (copy, n, n);
  gsl_linalg_LU_decomp (&a.matrix, order, &sign);
  for (guint i = 0; i < f->n; i++)
    {
      for (guint s = 0; s < n; s++)
        gsl_vector_set (right, s, transmission (&m->spec->base, &dust[source[s]], wave[f->pixel[i]]));
      gsl_linalg_LU_solve (&a.matrix, order, right, x);
      gsl_linalg_LU_refine (&whole.matrix, &a.matrix, order, right, x, work);
      for (guint q = 0; q < n; q++)
        m->weight[first + q][f->pixel[i]] = gsl_vector_get (x, q) * f->k[i] / ab;
    }
  gsl_permutation_free (order);
  gsl_vector_free (right);
  gsl_vector_free (x);
  gsl_vector_free (work);
}

/* Nodes of a band and their weights by pixel, over the AB standard's integral ab. */
static void
add_nodes (LightTables *m, const SlFunctional *f, double ab)
{
  const double *wave = m->t->wave;
  const guint first = m->n_nodes, samples = MIN (NODE_SAMPLES, f->n);
  guint node[NODE_MOST] = { f->n / 2 }, source[NODE_MOST] = { 0 }, n = 1;
  Dust dust[N_DUST_SAMPLES];
  g_autofree guint *at = g_new (guint, samples);
  g_autofree double *curve = NULL;

  for (guint j = 0; j < samples; j++)
    at[j] = samples > 1 ? (gsize) j * (f->n - 1) / (samples - 1) : 0;
  if (m->spec->dust)
    {
      const guint n_dust = sample_dust (dust);

      curve = g_new (double, n_dust * samples);
      for (guint i = 0; i < n_dust; i++)
        for (guint j = 0; j < samples; j++)
          curve[i * samples + j] = transmission (&m->spec->base, &dust[i], wave[f->pixel[at[j]]]);
      n = find_nodes (curve, n_dust, samples, node, source);
      for (guint q = 0; q < n; q++)
        node[q] = at[node[q]];
    }
  m->node_wave = g_renew (double, m->node_wave, first + n);
  m->weight = g_renew (double *, m->weight, first + n);
  for (guint q = 0; q < n; q++)
    {
      m->node_wave[first + q] = wave[f->pixel[node[q]]];
      m->weight[first + q] = g_new0 (double, m->t->n_wave);
    }
  m->n_nodes += n;
  if (n == 1)
    {
      for (guint i = 0; i < f->n; i++)
        m->weight[first][f->pixel[i]] = f->k[i] / ab;
      return;
    }
  interpolate (m, f, ab, dust, source, first, n);
}

static gboolean
add_band (LightTables *m, const SlFilter *filter, const SlIgm *igm, GError **error)
{
  const double z = m->spec->base.value[SL_PARAM_REDSHIFT];
  const SlNumerics numerics = m->spec->base.numerics;
  SlFunctional f = { 0 };

  sl_functional_init_band (&f, filter, m->t->band_grid, FALSE);
  sl_functional_set_band (&f, filter, igm, m->t->band_grid, sl_galaxy_band_rule (&m->spec->base),
                          m->spec->observed ? z : 0.0);
  if (!f.n || isnan (f.k[0]))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
                   _ ("population: the library covers %.3g %% of the band %s, which therefore has no value; "
                      "band_edges=covered takes the covered part"),
                   100.0 * f.covered, filter->name);
      sl_functional_clear (&f);
      return FALSE;
    }
  add_nodes (m, &f, sl_filter_ab_integral (filter, numerics));
  sl_functional_clear (&f);
  return TRUE;
}

/* ------------------------------------------------------------------- light */

/* Share of each line, and of each wavelength of the nebular continuum, in a node with pixel weights w. */
static void
gas_weights (const LightTables *m, const double *w, guint first, guint last, double *line, double *node)
{
  const SlTemplates *t = m->t;
  const double sigma = m->spec->base.value[SL_PARAM_SIGMA_V];
  guint c = 0;

  for (guint l = 0; l < t->n_line; l++)
    {
      const double reach = LINE_REACH * t->line_wave[l] * sigma / SL_C_KMS;

      line[l] = 0.0;
      if (l < SL_MAX_LINES && m->spec->base.lines_off[l / 64] >> (l % 64) & 1)
        continue;
      for (guint i = first; i < last; i++)
        if (w[i] != 0.0 && t->wave_edges[i + 1] > t->line_wave[l] - reach
            && t->wave_edges[i] < t->line_wave[l] + reach)
          line[l] +=
              w[i] * sl_line_in_pixel_d (t->line_wave[l], t->wave_edges[i], t->wave_edges[i + 1], sigma);
    }
  memset (node, 0, t->n_cwave * sizeof *node);
  for (guint i = first; i < last; i++)
    {
      const double x = t->wave[i];
      double share;

      if (w[i] == 0.0 || x < t->cwave[0] || x > t->cwave[t->n_cwave - 1])
        continue;
      while (c + 2 < t->n_cwave && t->cwave[c + 1] <= x)
        c++;
      share = sl_between_d (x, t->cwave[c], t->cwave[c + 1]);
      node[c] += w[i] * (1.0 - share);
      node[c + 1] += w[i] * share;
    }
}

/* Narrows first .. last - 1 to the weights that are not 0 at its ends. */
static void
trim (const double *w, guint *first, guint *last)
{
  while (*first < *last && w[*first] == 0.0)
    ++*first;
  while (*last > *first && w[*last - 1] == 0.0)
    --*last;
}

/* Light of 1 Msun at each node, by age and metallicity: stars, their ionising light, and the gas. wu (U):
 * weights of the ionisations where all galaxies share them. */
static void
fill_tables (const LightTables *m, SlPopLightPlan *plan, const double *wu)
{
  const SlTemplates *t = m->t;
  const guint nz = t->n_met, nq = plan->n_nodes, nu = t->n_lgu, young = plan->n_young;
  const double escape = m->spec->base.value[SL_PARAM_F_ESC];
  float *star = g_new0 (float, (gsize) t->n_age * nz * nq);
  float *ionising = plan->gas_differs ? g_new0 (float, (gsize) young * nz * nq) : NULL;
  float *gas = plan->gas_differs ? g_new0 (float, (gsize) young * nu * nz * nq) : NULL;
  g_autofree double *line = g_new0 (double, MAX (t->n_line, 1)), *node = g_new0 (double, MAX (t->n_cwave, 1));

  for (guint q = 0; q < m->n_nodes; q++)
    {
      const double *w = m->weight[q];
      guint first = 0, last = t->n_wave, c0 = 0, c1 = 0, l0 = 0, l1 = 0;

      trim (w, &first, &last);
      if (young)
        {
          gas_weights (m, w, first, last, line, node);
          c0 = l0 = 0, c1 = t->n_cwave, l1 = t->n_line;
          trim (node, &c0, &c1);
          trim (line, &l0, &l1);
        }
      for (guint a = 0; a < t->n_age; a++)
        for (guint z = 0; z < nz; z++)
          {
            const float *flux = t->flux + ((gsize) a * nz + z) * t->wave_stride;
            const guint edge = a < young ? m->n_ionising : 0;
            double below = 0.0, above = 0.0, nebular = 0.0;

            for (guint i = first; i < MIN (last, edge); i++)
              below += w[i] * flux[i];
            for (guint i = MAX (first, edge); i < last; i++)
              above += w[i] * flux[i];
            for (guint u = 0; u < nu && a < young; u++)
              {
                const gsize cell = ((gsize) a * nu + u) * nz + z;
                double sum = 0.0;

                for (guint l = l0; l < l1; l++)
                  sum += line[l] * t->line_luminosity[cell * t->n_line + l];
                for (guint c = c0; c < c1; c++)
                  sum += node[c] * t->continuum[cell * t->n_cwave + c];
                if (gas)
                  gas[cell * nq + q] = sum;
                else
                  nebular += wu[u] * sum;
              }
            star[((gsize) a * nz + z) * nq + q] =
                above + (ionising ? 0.0 : escape * below + (1.0 - escape) * nebular);
            if (ionising && a < young)
              ionising[((gsize) a * nz + z) * nq + q] = below;
          }
    }
  plan->star = star;
  plan->ionising = ionising;
  plan->gas = gas;
}

static float *
to_floats (const double *x, guint n)
{
  float *y = g_new (float, n);

  for (guint i = 0; i < n; i++)
    y[i] = x[i];
  return y;
}

static gboolean
any_drawn (const SlPopulationSpec *spec, int from, int to)
{
  for (int p = from; p < to; p++)
    if (sl_pop_set_has (&spec->drawn, p))
      return TRUE;
  return FALSE;
}

/* Whether a parameter of the light has tangents of its own: those of old stars have none where they follow
 * the young stars'. */
static gboolean
has_tangent (const SlPopulationSpec *spec, int p)
{
  if (!sl_pop_set_has (&spec->drawn, p))
    return FALSE;
  if (p >= SL_POP_DUST)
    return spec->dust && !(spec->tied_dust && (p == SL_POP_AV_OLD || p == SL_POP_DELTA_OLD));
  if (p >= SL_POP_GAS)
    return spec->gas;
  return !(spec->tied_metals && (p == SL_POP_LGMET_OLD || p == SL_POP_LGMET_MID || p == SL_POP_LGMET_WIDTH));
}

static void
set_switches (SlPopLightPlan *plan, const LightTables *m)
{
  const SlPopulationSpec *spec = m->spec;
  const SlDustLawInfo *law = sl_dust_law_info (spec->base.dust_law);

  plan->metals_by_age = !spec->tied_metals;
  plan->formula = law->formula;
  plan->dust = !spec->dust ? SL_POP_DUST_NONE
               : spec->tied_dust && plan->formula != SL_DUST_FORMULA_CHARLOT_FALL ? SL_POP_DUST_ONE
                                                                                  : SL_POP_DUST_BY_AGE;
  plan->acts = (plan->dust == SL_POP_DUST_BY_AGE ? SL_DUST_ACTS_BY_AGE : 0)
               | (law->slope ? SL_DUST_ACTS_SLOPE : 0);
  if (law->bump)
    plan->acts |= spec->base.uv_bump_free ? SL_DUST_ACTS_BUMP_FREE : SL_DUST_ACTS_BUMP_TIED;
  plan->n_tangents = 0;
  for (int p = SL_POP_LIGHT; p < SL_POP_N; p++)
    if (has_tangent (spec, p))
      plan->tangent[plan->n_tangents++] = p - SL_POP_LIGHT;
}

/* Traced bands first: those of the histogram and of the cut. */
static void
order_bands (const SlPopulationSpec *spec, SlPopBinPlan *bins)
{
  const guint traced[] = { spec->magnitude, spec->blue, spec->red };
  int n = 0, at[3];

  for (guint i = 0; i < 3; i++)
    {
      int k = 0;

      while (k < n && bins->order[k] != (int) traced[i])
        k++;
      if (k == n)
        bins->order[n++] = traced[i];
      at[i] = k;
    }
  bins->n_traced = n;
  bins->band = at[0], bins->blue = at[1], bins->red = at[2];
  for (guint b = 0; b < spec->n_bands; b++)
    if (b != spec->magnitude && b != spec->blue && b != spec->red)
      bins->order[n++] = b;
  bins->n_bands = n;
}

static gboolean
check_sizes (const SlPopulationSpec *spec, const SlTemplates *t, GError **error)
{
  if (t->n_met > SL_POP_MAX_GRID || t->n_lgu > SL_POP_MAX_GRID || t->n_met * t->n_lgu > SL_POP_MAX_CELLS)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                   _ ("population: templates of more than %d metallicities or ionisations, or of "
                      "more than %d of both together"),
                   SL_POP_MAX_GRID, SL_POP_MAX_CELLS);
      return FALSE;
    }
  if (spec->observed && !(spec->base.value[SL_PARAM_REDSHIFT] > 0.0))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("population: observed magnitudes do not exist at redshift 0"));
      return FALSE;
    }
  return TRUE;
}

/* Nodes of all bands, in the order of bins->order. */
static gboolean
add_bands (LightTables *m, const SlFilterSet *filters, double dimming, SlPopLightPlan *plan,
           SlPopBinPlan *bins, GError **error)
{
  const SlPopulationSpec *spec = m->spec;
  g_autoptr (SlIgm) igm = NULL;

  if (spec->observed && spec->base.igm && !(igm = sl_igm_load_shipped (error)))
    return FALSE;
  while (m->n_ionising < m->t->n_wave && m->t->wave[m->n_ionising] < SL_LYMAN_EDGE)
    m->n_ionising++;
  order_bands (spec, bins);
  for (guint b = 0; b < spec->n_bands; b++)
    {
      const char *name = spec->band[bins->order[b]];
      const SlFilter *filter = sl_filter_set_find (filters, name);

      if (!filter)
        {
          g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE, _ ("population: there is no filter “%s”"), name);
          return FALSE;
        }
      if (!add_band (m, filter, igm, error))
        return FALSE;
      plan->first_node[b + 1] = m->n_nodes;
      bins->shift[b] = spec->observed ? dimming : 0.0;
    }
  return TRUE;
}

/* The points between which a grid's weights are counted: nodes for hats, edges for bins; n + 1 places. */
static float *
grid_points (const SlNodes *nodes, int hats)
{
  float *points = to_floats (nodes->edge, nodes->n + 1);

  for (guint i = 0; hats && i < nodes->n; i++)
    points[i] = nodes->node[i];
  return points;
}

/* The grids of metallicity and ionisation; *wu (U): weights of the ionisations that all galaxies share.
 * g_free. */
static void
fill_grids (const LightTables *m, SlPopLightPlan *plan, double **wu)
{
  const SlTemplates *t = m->t;
  const double *v = m->spec->base.value;
  SlNodes lgmet, lgu;

  plan->hats = m->spec->base.numerics == SL_NUMERICS_EXACT;
  *wu = g_new0 (double, t->n_lgu + 1);
  sl_nodes_init (&lgmet, t->lgmet, t->n_met);
  sl_nodes_init (&lgu, t->lgu, t->n_lgu);
  if (t->n_lgu)
    sl_node_weights_d (v[SL_PARAM_LGU_MEAN], v[SL_PARAM_LGU_SCATTER], lgu.node, lgu.edge, t->n_lgu,
                       plan->hats, *wu);
  plan->z_points = grid_points (&lgmet, plan->hats);
  plan->u_points = grid_points (&lgu, plan->hats);
  plan->lg_age = to_floats (t->lg_age_gyr, t->n_age);
  sl_nodes_clear (&lgmet);
  sl_nodes_clear (&lgu);
}

/* What the dust law needs at each node. */
static void
fill_dust (const LightTables *m, SlPopLightPlan *plan)
{
  const SlDustLaw law = m->spec->base.dust_law;
  float *k0 = g_new0 (float, plan->n_nodes), *lnx = g_new0 (float, plan->n_nodes),
        *bump = g_new0 (float, plan->n_nodes);

  for (guint q = 0; q < m->n_nodes; q++)
    {
      const double lam = m->node_wave[q] * 1e-4;

      k0[q] = sl_dust_k (law, lam);
      lnx[q] = log (lam / SL_DUST_V);
      bump[q] = sl_k_bump (lam);
    }
  plan->k0 = k0, plan->lnx = lnx, plan->bump = bump;
}

void
sl_pop_light_clear (SlPopLightPlan *self)
{
  gpointer all[] = { (gpointer) self->star,    (gpointer) self->ionising, (gpointer) self->gas,
                     (gpointer) self->z_points, (gpointer) self->u_points, (gpointer) self->lg_age,
                     (gpointer) self->k0,      (gpointer) self->lnx,      (gpointer) self->bump };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_free (all[i]);
}

gboolean
sl_pop_plan_light (SlPopPlan *self, const SlPopulationSpec *spec, const SlTemplates *templates,
                   const SlFilterSet *filters, double dimming, GError **error)
{
  const SlTemplates *t = templates;
  LightTables m = { .t = t, .spec = spec };
  SlPopLightPlan plan = { .n_age = t->n_age, .n_z = t->n_met, .n_u = t->n_lgu };
  SlPopBinPlan bins = self->bins;
  gboolean good = check_sizes (spec, t, error) && add_bands (&m, filters, dimming, &plan, &bins, error);

  if (good)
    {
      g_autofree double *wu = NULL;

      plan.n_young = spec->gas ? t->n_young : 0;
      plan.n_nodes = (m.n_nodes + 3) / 4 * 4;
      plan.n_bands = spec->n_bands;
      plan.n_traced = bins.n_traced;
      plan.gas_differs = plan.n_young && any_drawn (spec, SL_POP_GAS, SL_POP_DUST);
      fill_grids (&m, &plan, &wu);
      fill_tables (&m, &plan, wu);
      fill_dust (&m, &plan);
      set_switches (&plan, &m);
      sl_pop_light_clear (&self->light);
      self->light = plan;
      self->bins = bins;
      self->sfh.n_bands = plan.n_bands;
      self->sfh.n_traced = plan.n_traced;
    }
  for (guint q = 0; q < m.n_nodes; q++)
    g_free (m.weight[q]);
  g_free (m.weight);
  g_free (m.node_wave);
  return good;
}

gboolean
sl_pop_same_light (const SlPopulationSpec *a, const SlPopulationSpec *b)
{
  static const SlParamId read[] = { SL_PARAM_SIGMA_V, SL_PARAM_REDSHIFT, SL_PARAM_OM0,
                                    SL_PARAM_W0,      SL_PARAM_WA,       SL_PARAM_H };
  static const SlParamId gas[] = { SL_PARAM_LGU_MEAN, SL_PARAM_LGU_SCATTER, SL_PARAM_F_ESC };

  for (guint i = 0; i < G_N_ELEMENTS (read); i++)
    if (a->base.value[read[i]] != b->base.value[read[i]])
      return FALSE;
  for (int p = SL_POP_LIGHT; p < SL_POP_N; p++)
    if (sl_pop_set_has (&a->drawn, p) != sl_pop_set_has (&b->drawn, p))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (gas); i++)
    if (a->base.value[gas[i]] != b->base.value[gas[i]])
      return FALSE;
  return a->base.dust_law == b->base.dust_law && a->base.uv_bump_free == b->base.uv_bump_free
         && a->base.igm == b->base.igm && a->base.numerics == b->base.numerics
         && a->base.band_edges == b->base.band_edges
         && memcmp (a->base.lines_off, b->base.lines_off, sizeof a->base.lines_off) == 0
         && sl_population_fields_same (a, b, SL_POP_FIELD_LIGHT);
}
