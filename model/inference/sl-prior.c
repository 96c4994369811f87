/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/inference/sl-prior.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <gsl/gsl_cdf.h>

#include "model/inference/sl-inference-numbers.h"
#include "model/support/sl-error.h"

/* A kind of prior: its density without normalisation, over the range of self. */
typedef struct {
  const char *name, *form; /* in texts; form: what is expected */
  gboolean bare;           /* the name alone is a prior */
  gboolean limits;         /* its two numbers are the ends of a range */
  gboolean positive;       /* of positive numbers only */
  SlDual (*lg_density) (const SlPriorOver *self, SlDual x);
  double (*lg_norm) (const SlPriorOver *self);
  /* Its square is -2 ln density plus a constant; NULL: the density is constant */
  SlDual (*residual) (const SlPriorOver *self, SlDual x);
  double (*quantile) (const SlPriorOver *self, double q);
  double (*variance) (const SlPriorOver *self);
} PriorRow;

/* --- uniform ----------------------------------------------------------- */

static SlDual
uniform_lg_density (const SlPriorOver *self, SlDual x)
{
  return zero_like (x);
}

static double
uniform_lg_norm (const SlPriorOver *self)
{
  return log (self->hi - self->lo);
}

static double
uniform_quantile (const SlPriorOver *self, double q)
{
  return self->lo + q * (self->hi - self->lo);
}

static double
uniform_variance (const SlPriorOver *self)
{
  const double width = self->hi - self->lo;

  return width * width / 12.0;
}

/* --- normal ------------------------------------------------------------ */

/* Where the cumulative normal distribution becomes 0 as a double. */
#define NO_SHARE -38.5

static SlDual
normal_residual (const SlPriorOver *self, SlDual x)
{
  return quo (sub (x, self->prior.a), self->prior.b);
}

static SlDual
normal_lg_density (const SlPriorOver *self, SlDual x)
{
  return mul (-0.5, sqr (normal_residual (self, x)));
}

/* The range in standard deviations from the mean, mirrored where it lies above it, so that both ends are in
 * the lower tail, which has all digits. TRUE: mirrored. */
static gboolean
normal_ends (const SlPriorOver *self, double *from, double *to)
{
  const double lo = (self->lo - self->prior.a) / self->prior.b;
  const double hi = (self->hi - self->prior.a) / self->prior.b;
  const gboolean mirrored = lo > 0.0;

  *from = mirrored ? -hi : lo;
  *to = mirrored ? -lo : hi;
  return mirrored;
}

/* ln of the share of the normal distribution within the range. */
static double
normal_lg_share (const SlPriorOver *self)
{
  double from, to, lower, upper;

  normal_ends (self, &from, &to);
  lower = sl_normal_lg_cumulative_d (from);
  upper = sl_normal_lg_cumulative_d (to);
  return upper + log1p (-exp (lower - upper));
}

static double
normal_lg_norm (const SlPriorOver *self)
{
  return normal_lg_share (self) + log (self->prior.b) + SL_LN_ROOT_2PI;
}

static double
normal_quantile (const SlPriorOver *self, double q)
{
  double from, to, p, z;
  const gboolean mirrored = normal_ends (self, &from, &to);

  p = exp (sl_normal_lg_cumulative_d (from)) + (mirrored ? 1.0 - q : q) * exp (normal_lg_share (self));
  /* Shares so far out are 0 as doubles: of a range that lies there, all is at its nearer end. */
  z = p > 0.0 ? gsl_cdf_ugaussian_Pinv (MIN (p, 1.0)) : MIN (to, NO_SHARE);
  return CLAMP (self->prior.a + self->prior.b * (mirrored ? -z : z), self->lo, self->hi);
}

/* [Johnson, Kotz & Balakrishnan 1994, section 13.10.1] */
static double
normal_variance (const SlPriorOver *self)
{
  const double lg_share = normal_lg_share (self);
  double from, to, p, q, shift, part;

  normal_ends (self, &from, &to);
  p = exp (-0.5 * from * from - SL_LN_ROOT_2PI - lg_share);
  q = exp (-0.5 * to * to - SL_LN_ROOT_2PI - lg_share);
  shift = p - q;
  part = 1.0 + from * p - to * q - shift * shift;
  /* Far in a tail the terms cancel; there it is less than a uniform one over the range. */
  return part > 0.0 ? MIN (self->prior.b * self->prior.b * part, uniform_variance (self))
                    : uniform_variance (self);
}

/* --- uniform in the logarithm ------------------------------------------ */

static SlDual
log_uniform_lg_density (const SlPriorOver *self, SlDual x)
{
  return mul (-1.0, rlog (x));
}

static double
log_uniform_lg_norm (const SlPriorOver *self)
{
  return log (log (self->hi / self->lo));
}

/* The square is 1 at the lower end, so that the root has a derivative there. */
static SlDual
log_uniform_residual (const SlPriorOver *self, SlDual x)
{
  return rroot (add (1.0, mul (2.0, rlog (quo (x, self->lo)))));
}

static double
log_uniform_quantile (const SlPriorOver *self, double q)
{
  return CLAMP (self->lo * pow (self->hi / self->lo, q), self->lo, self->hi);
}

static double
log_uniform_variance (const SlPriorOver *self)
{
  const double per = 1.0 / log (self->hi / self->lo), mean = (self->hi - self->lo) * per;

  return 0.5 * (self->hi * self->hi - self->lo * self->lo) * per - mean * mean;
}

static const PriorRow prior_table[SL_N_PRIORS] = {
  [SL_PRIOR_UNIFORM] = { "uniform", "uniform(LO,HI)", .bare = TRUE, .limits = TRUE,
                         .lg_density = uniform_lg_density, .lg_norm = uniform_lg_norm,
                         .quantile = uniform_quantile, .variance = uniform_variance },
  [SL_PRIOR_NORMAL] = { "normal", "normal(MEAN,SIGMA)", .lg_density = normal_lg_density,
                        .lg_norm = normal_lg_norm, .residual = normal_residual,
                        .quantile = normal_quantile, .variance = normal_variance },
  [SL_PRIOR_LOG_UNIFORM] = { "loguniform", "loguniform(LO,HI)", .limits = TRUE, .positive = TRUE,
                             .lg_density = log_uniform_lg_density, .lg_norm = log_uniform_lg_norm,
                             .residual = log_uniform_residual, .quantile = log_uniform_quantile,
                             .variance = log_uniform_variance },
};

/* --- texts ------------------------------------------------------------- */

char *
sl_prior_forms (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < SL_N_PRIORS; i++)
    g_string_append_printf (text, "%s%s", i ? ", " : "", prior_table[i].form);
  return g_strdup (text->str);
}

/* A number with blanks around it, up to the character end; *text is then behind that. */
static gboolean
read_number (const char **text, char end, double *value)
{
  char *behind;

  *value = g_ascii_strtod (*text, &behind);
  if (behind == *text || !isfinite (*value))
    return FALSE;
  while (g_ascii_isspace (*behind))
    behind++;
  *text = behind + 1;
  return *behind == end;
}

/* "(A,B)" and nothing behind it. */
static gboolean
read_numbers (const char *text, SlPrior *prior)
{
  prior->limited = TRUE;
  if (*text++ != '(' || !read_number (&text, ',', &prior->a) || !read_number (&text, ')', &prior->b))
    return FALSE;
  while (g_ascii_isspace (*text))
    text++;
  return *text == 0;
}

static gboolean
check_numbers (const SlPrior *prior, const char *text, GError **error)
{
  const PriorRow *row = &prior_table[prior->kind];

  if (row->limits && prior->limited && !(prior->a < prior->b))
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s: expected the lower end first"), text);
  else if (row->positive && !(prior->a > 0.0))
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s: expected a lower end greater than 0"), text);
  else if (!row->limits && !(prior->b > 0.0))
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s: expected a width greater than 0"), text);
  else
    return TRUE;
  return FALSE;
}

gboolean
sl_prior_parse (const char *text, SlPrior *prior, GError **error)
{
  g_autofree char *forms = NULL;

  for (guint i = 0; i < SL_N_PRIORS; i++)
    {
      const PriorRow *row = &prior_table[i];
      const gsize length = strlen (row->name);

      *prior = (SlPrior) { .kind = i };
      if (row->bare && strcmp (text, row->name) == 0)
        return TRUE;
      if (strncmp (text, row->name, length) == 0 && read_numbers (text + length, prior))
        return check_numbers (prior, text, error);
    }
  forms = sl_prior_forms ();
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("expected a prior such as %s, found “%s”"), forms,
               text);
  return FALSE;
}

char *
sl_prior_text (const SlPrior *prior)
{
  char a[G_ASCII_DTOSTR_BUF_SIZE], b[G_ASCII_DTOSTR_BUF_SIZE];
  const PriorRow *row = &prior_table[prior->kind];

  if (row->bare && !prior->limited)
    return g_strdup (row->name);
  return g_strdup_printf ("%s(%s,%s)", row->name, g_ascii_dtostr (a, sizeof a, prior->a),
                          g_ascii_dtostr (b, sizeof b, prior->b));
}

/* --- over a range ------------------------------------------------------ */

gboolean
sl_prior_over (const SlPrior *prior, const char *name, double lo, double hi, SlPriorOver *over,
               GError **error)
{
  const PriorRow *row = &prior_table[prior->kind];
  char lower[G_ASCII_DTOSTR_BUF_SIZE], upper[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *text = NULL;

  *over = (SlPriorOver) { *prior, lo, hi, 0.0 };
  if (row->limits && prior->limited)
    {
      over->lo = MAX (lo, prior->a);
      over->hi = MIN (hi, prior->b);
    }
  if (over->lo < over->hi)
    {
      over->lg_norm = row->lg_norm (over);
      if (isfinite (over->lg_norm))
        return TRUE;
    }
  text = sl_prior_text (prior);
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("%s: nothing of %s lies in its range, %s to %s"), name,
               text, g_ascii_formatd (lower, sizeof lower, "%.10g", lo),
               g_ascii_formatd (upper, sizeof upper, "%.10g", hi));
  return FALSE;
}

double
sl_prior_lg_density (const SlPriorOver *self, double x, double *slope)
{
  const SlDual y = prior_table[self->prior.kind].lg_density (self, sl_dual_variable (x, 0));
  const gboolean inside = x >= self->lo && x <= self->hi;

  if (slope)
    *slope = inside ? y.d[0] : 0.0;
  return inside ? y.v - self->lg_norm : -INFINITY;
}

gboolean
sl_prior_has_residual (const SlPriorOver *self)
{
  return prior_table[self->prior.kind].residual != NULL;
}

gboolean
sl_prior_residual (const SlPriorOver *self, double x, double *residual, double *slope)
{
  SlDual y;

  if (!sl_prior_has_residual (self))
    return FALSE;
  y = prior_table[self->prior.kind].residual (self, sl_dual_variable (x, 0));
  *residual = y.v;
  *slope = y.d[0];
  return TRUE;
}

double
sl_prior_quantile (const SlPriorOver *self, double q)
{
  return prior_table[self->prior.kind].quantile (self, q);
}

double
sl_prior_variance (const SlPriorOver *self)
{
  return prior_table[self->prior.kind].variance (self);
}
