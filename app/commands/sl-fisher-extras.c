/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/commands/sl-fisher.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-text.h"
#include "app/output/sl-output.h"
#include "model/degeneracy/sl-covariance.h"
#include "model/degeneracy/sl-dali.h"
#include "model/derivatives/sl-hessian.h"
#include "model/support/sl-error.h"

/* Slices of a contour. */
#define SLICES 48
/* Two galaxies count as told apart where chi-square between them is that of three standard deviations. */
#define APART_CHI2 9.0
/* Magnitudes of a signal that is as large as its noise. */
#define MAG_AT_SN_1 1.0857362047581296

/* A contour of two parameters, less the galaxy's. */
typedef struct {
  guint p, q;
  double share;
  double x[2 * SLICES], y[2 * SLICES];
} Contour;

void
sl_fisher_extras_clear (SlFisherExtras *self)
{
  g_strfreev (self->prior);
  g_strfreev (self->apart);
  g_free (self->next);
  g_free (self->of);
  g_free (self->bias);
  g_strfreev (self->next_names);
  g_free (self->next_sigma);
  g_free (self->ranks);
  g_free (self->shift);
  sl_galaxy_settings_clear (&self->apart_set);
  g_free (self->apart_preset);
  g_free (self->apart_value);
  g_free (self->apart_share);
  g_free (self->interval);
  g_clear_pointer (&self->contours, g_array_unref);
}

/* --- options -------------------------------------------------------------- */

/* Splits NAME=NUMBER at its last "=". FALSE with an error. */
static gboolean
split_number (const char *option, const char *text, gboolean positive, char **name, double *number,
              GError **error)
{
  const char *equals = strrchr (text, '=');

  if (!equals || equals == text || !sl_text_to_number (equals + 1, number) || (positive && !(*number > 0.0)))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   positive ? _ ("%s: expected NAME=NUMBER with a number greater than 0, found “%s”")
                            : _ ("%s: expected NAME=NUMBER, found “%s”"),
                   option, text);
      return FALSE;
    }
  *name = g_strndup (text, equals - text);
  return TRUE;
}

static gboolean
parse_next (SlFisherExtras *self, GError **error)
{
  self->next_names = sl_text_split (self->next);
  self->n_next = g_strv_length (self->next_names);
  self->next_sigma = g_new (double, self->n_next + 1);
  if (!self->n_next)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
                   _ ("%s: expected names separated by commas, found none"), "--next");
      return FALSE;
    }
  for (guint i = 0; i < self->n_next; i++)
    {
      g_autofree char *text = self->next_names[i];

      self->next_sigma[i] = NAN;
      self->next_names[i] = NULL;
      if (!strchr (text, '='))
        self->next_names[i] = g_steal_pointer (&text);
      else if (!split_number ("--next", text, TRUE, &self->next_names[i], &self->next_sigma[i], error))
        {
          /* The list ends here; free what is behind. */
          for (guint k = i + 1; k < self->n_next; k++)
            g_clear_pointer (&self->next_names[k], g_free);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
parse_bias (SlFisherExtras *self, GError **error)
{
  g_autofree char *name = NULL;
  int id;

  if (!split_number ("--bias", self->bias, FALSE, &name, &self->bias_amount, error))
    return FALSE;
  id = sl_text_to_parameter (name, error);
  if (id < 0)
    g_prefix_error (error, "--bias: ");
  self->bias_id = MAX (id, 0);
  return id >= 0;
}

static gboolean
parse_apart (SlFisherExtras *self, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) settings = NULL;

  for (guint i = 0; self->apart[i]; i++)
    if (g_str_has_prefix (self->apart[i], "preset="))
      {
        g_free (self->apart_preset);
        self->apart_preset = g_strdup (self->apart[i] + strlen ("preset="));
      }
    else
      g_strv_builder_add (builder, self->apart[i]);
  settings = g_strv_builder_end (builder);
  if (sl_galaxy_settings_parse (&self->apart_set, (const char *const *) settings, error))
    return TRUE;
  g_prefix_error (error, "--apart: ");
  return FALSE;
}

gboolean
sl_fisher_extras_parse (SlFisherExtras *self, GError **error)
{
  return (!self->next || parse_next (self, error)) && (!self->bias || parse_bias (self, error))
         && (!self->apart || parse_apart (self, error));
}

/* The column of a parameter among those of --params, or -1. */
static int
find_column (const SlFisherCommand *c, const char *name)
{
  for (guint p = 0; p < c->inputs.n; p++)
    if (strcmp (c->inputs.param_names[p], name) == 0)
      return p;
  return -1;
}

static int
require_column (const SlFisherCommand *c, const char *option, const char *name, GError **error)
{
  const int column = find_column (c, name);

  if (column < 0)
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s: %s is not among the parameters of --params"),
                 option, name);
  return column;
}

/* The standard deviation of a uniform distribution over the range, where there is no other prior. */
static void
add_range_priors (SlFisherCommand *c)
{
  for (guint p = 0; p < c->inputs.n; p++)
    {
      double lo, hi;

      sl_galaxy_range (&c->inputs.galaxy, c->inputs.id[p], NULL, &lo, &hi);
      if (isinf (c->prior[p]))
        c->prior[p] = sl_fisher_range_sigma (lo, hi);
    }
}

static gboolean
read_priors (SlFisherCommand *c, GError **error)
{
  gboolean range = FALSE;

  c->prior = g_new (double, c->inputs.n);
  for (guint p = 0; p < c->inputs.n; p++)
    c->prior[p] = INFINITY;
  for (guint i = 0; c->extras.prior && c->extras.prior[i]; i++)
    {
      g_autofree char *name = NULL;
      double sigma;
      int column;

      if (strcmp (c->extras.prior[i], "range") == 0)
        {
          range = TRUE;
          continue;
        }
      if (!split_number ("--prior", c->extras.prior[i], TRUE, &name, &sigma, error))
        return FALSE;
      column = require_column (c, "--prior", name, error);
      if (column < 0)
        return FALSE;
      c->prior[column] = sigma;
    }
  if (range)
    add_range_priors (c);
  return TRUE;
}

static gboolean
read_next (SlFisherCommand *c, GError **error)
{
  SlFisherExtras *self = &c->extras;

  self->of_column = self->of ? require_column (c, "--for", self->of, error) : -1;
  if (self->of && self->of_column < 0)
    return FALSE;
  for (guint i = 0; i < self->n_next; i++)
    {
      if (!isnan (self->next_sigma[i]))
        continue;
      if (strchr (c->sigma_text, ','))
        {
          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                       _ ("--next: expected %s=ERROR, since --sigma has an error for each observable"),
                       self->next_names[i]);
          return FALSE;
        }
      self->next_sigma[i] = c->sigma[0];
    }
  return TRUE;
}

gboolean
sl_fisher_extras_read (SlFisherCommand *c, GError **error)
{
  SlFisherExtras *self = &c->extras;
  const char *bias = sl_param_info (self->bias_id)->name;

  if (!read_priors (c, error) || !read_next (c, error))
    return FALSE;
  if (self->bias && (find_column (c, bias) >= 0 || !sl_galaxy_uses (&c->inputs.galaxy, self->bias_id)))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   find_column (c, bias) >= 0
                       ? _ ("--bias: %s is among the parameters of --params, and not fixed")
                       : _ ("--bias: %s has no effect on this galaxy"),
                   bias);
      return FALSE;
    }
  return TRUE;
}

/* --- evaluation ----------------------------------------------------------- */

static void
evaluate_next (SlFisherCommand *c, const SlResult *result, const double *covariance)
{
  SlFisherExtras *self = &c->extras;
  const guint n = c->inputs.n;
  g_autofree double *jac = g_new (double, (gsize) self->n_next * n);

  for (guint i = 0; i < self->n_next; i++)
    for (guint p = 0; p < n; p++)
      jac[i * n + p] = result->obs_jac[(gsize) (c->inputs.n_obs + i) * SL_N_PARAMS + c->inputs.id[p]];
  self->ranks = g_new (SlNext, self->n_next);
  sl_next_rank (covariance, n, jac, self->next_sigma, self->n_next, self->of_column, self->ranks);
}

static void
evaluate_bias (SlFisherCommand *c, const SlResult *result, const double *covariance)
{
  SlFisherExtras *self = &c->extras;
  g_autofree double *fixed = g_new (double, c->inputs.n_obs);

  for (guint o = 0; o < c->inputs.n_obs; o++)
    fixed[o] = result->obs_jac[(gsize) o * SL_N_PARAMS + self->bias_id];
  self->shift = g_new (double, c->inputs.n);
  sl_bias (covariance, c->inputs.n, c->jac, c->sigma, c->inputs.n_obs, fixed, self->bias_amount, self->shift);
}

static gboolean
evaluate_apart (SlFisherCommand *c, SlEngine *engine, SlResult *result, GError **error)
{
  SlFisherExtras *self = &c->extras;
  SlRequest request = { .galaxy = c->inputs.galaxy, .flags = SL_REQUEST_OBSERVABLES };
  gboolean good;

  if (!sl_galaxy_settings_use_library (&self->apart_set, c->inputs.templates, error))
    good = FALSE;
  else if (self->apart_preset)
    good = sl_galaxy_settings_to_galaxy (&self->apart_set, self->apart_preset, &request.galaxy, error);
  else
    {
      sl_galaxy_settings_apply (&self->apart_set, &request.galaxy);
      good = sl_galaxy_check (&request.galaxy, FALSE, error);
    }
  if (!good || !sl_engine_evaluate (engine, &request, result, error))
    {
      g_prefix_error (error, "--apart: ");
      return FALSE;
    }
  for (guint o = 0; o < c->inputs.n_obs; o++)
    if (!isfinite (result->obs[o]))
      {
        g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
                     _ ("--apart: %s does not exist for the other galaxy"), c->inputs.names[o]);
        return FALSE;
      }
  self->apart_value = g_memdup2 (result->obs, c->inputs.n_obs * sizeof (double));
  self->apart_share = g_new (double, c->inputs.n_obs);
  self->chi2 = sl_apart (c->value, self->apart_value, c->sigma, c->inputs.n_obs, self->apart_share);
  return TRUE;
}

static void
evaluate_pair (GArray *contours, const SlDali *dali, guint p, guint q)
{
  static const struct { double share, chi2; } level[] = { { 0.68, SL_CHI2_68 }, { 0.95, SL_CHI2_95 } };

  for (guint k = 0; k < G_N_ELEMENTS (level); k++)
    {
      Contour contour = { .p = p, .q = q, .share = level[k].share };

      sl_dali_contour (dali, p, q, level[k].chi2, SLICES, contour.x, contour.y);
      g_array_append_val (contours, contour);
    }
}

static gboolean
evaluate_dali (SlFisherCommand *c, GError **error)
{
  SlFisherExtras *self = &c->extras;
  const gsize n = c->inputs.n, n_obs = c->inputs.n_obs;
  g_autoptr (SlHessian) second = sl_hessian_new (c->inputs.templates, c->inputs.filters,
                                                 (const char *const *) c->inputs.names, 0, error);
  g_autofree double *grad = g_new (double, n_obs * n), *hessian = g_new (double, n_obs * n * n),
                    *value = g_new (double, n_obs), *lo = g_new (double, n), *hi = g_new (double, n);
  const SlDaliInputs inputs = { .n_obs = n_obs, .n = n, .grad = grad, .hessian = hessian, .sigma = c->sigma,
                                .prior = c->prior, .lo = lo, .hi = hi };
  g_autoptr (SlDali) dali = NULL;

  if (!second
      || !sl_hessian_evaluate (second, &c->inputs.galaxy, c->inputs.id, n, value, grad, hessian, error))
    return FALSE;
  for (guint p = 0; p < n; p++)
    {
      const double at = c->inputs.galaxy.value[c->inputs.id[p]];

      sl_galaxy_range (&c->inputs.galaxy, c->inputs.id[p], NULL, &lo[p], &hi[p]);
      lo[p] = MIN (lo[p] - at, 0.0);
      hi[p] = MAX (hi[p] - at, 0.0);
    }
  dali = sl_dali_new (&inputs);
  self->interval = g_new (double, 2 * n);
  for (guint p = 0; p < n; p++)
    sl_dali_interval (dali, p, SL_CHI2_ONE_SIGMA, &self->interval[2 * p], &self->interval[2 * p + 1]);
  self->contours = g_array_new (FALSE, FALSE, sizeof (Contour));
  for (guint p = 0; p < n && c->inputs.json; p++)
    for (guint q = p + 1; q < n; q++)
      evaluate_pair (self->contours, dali, p, q);
  return TRUE;
}

gboolean
sl_fisher_extras_evaluate (SlFisherCommand *c, SlEngine *engine, SlResult *result, GError **error)
{
  SlFisherExtras *self = &c->extras;
  g_autofree double *covariance = g_new (double, (gsize) c->inputs.n * c->inputs.n);

  if ((self->next || self->bias) && !sl_covariance_of_forecast (c->fisher, &c->forecast, covariance, error))
    return FALSE;
  if (self->next)
    evaluate_next (c, result, covariance);
  if (self->bias)
    evaluate_bias (c, result, covariance);
  return (!self->dali || evaluate_dali (c, error))
         && (!self->apart || evaluate_apart (c, engine, result, error));
}

/* --- output --------------------------------------------------------------- */

static void
print_next (const SlFisherCommand *c)
{
  const SlFisherExtras *self = &c->extras;
  const gboolean one = self->of != NULL;
  const char *const columns[] = { _ ("its error"), one ? _ ("error then") : _ ("volume then"),
                                  _ ("smaller by (%)") };
  g_autofree const char **names = g_new (const char *, self->n_next);
  g_autofree double *table = g_new (double, 3 * self->n_next);

  for (guint i = 0; i < self->n_next; i++)
    {
      const SlNext *next = &self->ranks[i];

      names[i] = self->next_names[next->candidate];
      table[3 * i] = self->next_sigma[next->candidate];
      table[3 * i + 1] = one ? next->error : exp (next->ln_volume);
      table[3 * i + 2] = 100.0 * (one ? next->gain : 1.0 - exp (next->ln_volume));
    }
  g_print ("\n");
  if (one)
    g_print (_ ("What one more observable does to the error of %s, the best first"), self->of);
  else
    g_print ("%s", _ ("What one more observable does to the volume of all errors, the best first"));
  g_print ("\n");
  sl_output_table (names, columns, table, self->n_next, 3);
}

static void
print_bias (const SlFisherCommand *c)
{
  const char *const columns[] = { _ ("shift"), _ ("in errors") };
  g_autofree double *table = g_new (double, 2 * c->inputs.n);
  char amount[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint p = 0; p < c->inputs.n; p++)
    {
      table[2 * p] = c->extras.shift[p];
      table[2 * p + 1] = c->extras.shift[p] / c->forecast.error[p];
    }
  g_print ("\n");
  g_print (_ ("Shift of the parameters if the true value of %s is greater by %s than assumed"),
           sl_param_info (c->extras.bias_id)->name, sl_output_number (c->extras.bias_amount, amount));
  g_print ("\n");
  sl_output_table (c->inputs.param_names, columns, table, c->inputs.n, 2);
}

static void
print_dali (const SlFisherCommand *c)
{
  const char *const columns[] = { _ ("value"), _ ("lower end"), _ ("upper end"), _ ("error, Gaussian") };
  g_autofree double *table = g_new (double, 4 * c->inputs.n);

  for (guint p = 0; p < c->inputs.n; p++)
    {
      const double at = c->inputs.galaxy.value[c->inputs.id[p]];

      table[4 * p] = at;
      table[4 * p + 1] = at + c->extras.interval[2 * p];
      table[4 * p + 2] = at + c->extras.interval[2 * p + 1];
      table[4 * p + 3] = c->forecast.error[p];
    }
  g_print ("\n%s\n", _ ("Intervals of one standard deviation with second derivatives (DALI), cut at ranges"));
  sl_output_table (c->inputs.param_names, columns, table, c->inputs.n, 4);
}

/* The signal-to-noise ratio of a magnitude at which all errors, scaled alike, tell the galaxies apart. */
static double
apart_sn (const SlFisherCommand *c, guint o)
{
  if (strcmp (sl_derivative_inputs_unit (&c->inputs, o), "mag") != 0)
    return NAN;
  return MAG_AT_SN_1 / (c->sigma[o] * sqrt (c->extras.chi2 / APART_CHI2));
}

static void
print_apart (const SlFisherCommand *c)
{
  const SlFisherExtras *self = &c->extras;
  const char *const columns[] = { _ ("this galaxy"), _ ("the other"), _ ("share (%)"), _ ("S/N for 3 σ") };
  g_autofree double *table = g_new (double, 4 * c->inputs.n_obs);
  char chi2[G_ASCII_DTOSTR_BUF_SIZE], factor[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint o = 0; o < c->inputs.n_obs; o++)
    {
      table[4 * o] = c->value[o];
      table[4 * o + 1] = self->apart_value[o];
      table[4 * o + 2] = 100.0 * self->apart_share[o];
      table[4 * o + 3] = apart_sn (c, o);
    }
  g_print ("\n%s\n", _ ("The two galaxies, and what each observable adds to chi-square between them"));
  sl_output_table ((const char *const *) c->inputs.names, columns, table, c->inputs.n_obs, 4);
  g_print (_ ("Chi-square is %s. It is 9 (3 σ) when all errors are multiplied by %s.\n"),
           sl_output_number (self->chi2, chi2), sl_output_number (sqrt (self->chi2 / APART_CHI2), factor));
}

void
sl_fisher_extras_print (const SlFisherCommand *c)
{
  if (c->extras.dali)
    print_dali (c);
  if (c->extras.next)
    print_next (c);
  if (c->extras.bias)
    print_bias (c);
  if (c->extras.apart)
    print_apart (c);
}

static void
json_next (const SlFisherCommand *c, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "next");
  json_builder_begin_array (builder);
  for (guint i = 0; i < c->extras.n_next; i++)
    {
      const SlNext *next = &c->extras.ranks[i];

      json_builder_begin_object (builder);
      sl_output_json_text (builder, "observable", c->extras.next_names[next->candidate]);
      sl_output_json_number (builder, "sigma", c->extras.next_sigma[next->candidate]);
      sl_output_json_number (builder, "error", next->error);
      sl_output_json_number (builder, "gain", next->gain);
      sl_output_json_number (builder, "ln_volume", next->ln_volume);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
json_contour (const SlFisherCommand *c, const Contour *contour, JsonBuilder *builder)
{
  const double *at = c->inputs.galaxy.value;
  double x[2 * SLICES], y[2 * SLICES];

  for (guint i = 0; i < 2 * SLICES; i++)
    {
      x[i] = at[c->inputs.id[contour->p]] + contour->x[i];
      y[i] = at[c->inputs.id[contour->q]] + contour->y[i];
    }
  json_builder_begin_object (builder);
  sl_output_json_text (builder, "x_parameter", c->inputs.param_names[contour->p]);
  sl_output_json_text (builder, "y_parameter", c->inputs.param_names[contour->q]);
  sl_output_json_number (builder, "share", contour->share);
  sl_output_json_numbers (builder, "x", x, 2 * SLICES);
  sl_output_json_numbers (builder, "y", y, 2 * SLICES);
  json_builder_end_object (builder);
}

static void
json_dali (const SlFisherCommand *c, JsonBuilder *builder)
{
  sl_output_json_matrix (builder, "dali_intervals", c->extras.interval, c->inputs.n, 2);
  json_builder_set_member_name (builder, "dali_contours");
  json_builder_begin_array (builder);
  for (guint i = 0; i < c->extras.contours->len; i++)
    json_contour (c, &g_array_index (c->extras.contours, Contour, i), builder);
  json_builder_end_array (builder);
}

void
sl_fisher_extras_print_json (const SlFisherCommand *c, JsonBuilder *builder)
{
  const SlFisherExtras *self = &c->extras;

  sl_output_json_numbers (builder, "priors", c->prior, c->inputs.n);
  if (self->dali)
    json_dali (c, builder);
  if (self->next)
    json_next (c, builder);
  if (self->bias)
    sl_output_json_numbers (builder, "bias", self->shift, c->inputs.n);
  if (!self->apart)
    return;
  sl_output_json_numbers (builder, "apart_values", self->apart_value, c->inputs.n_obs);
  sl_output_json_numbers (builder, "apart_shares", self->apart_share, c->inputs.n_obs);
  sl_output_json_number (builder, "apart_chi2", self->chi2);
}
