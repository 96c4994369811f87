/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tables/sl-chains-file.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/tables/sl-output-facts.h"
#include "model/files/sl-new-file.h"
#include "model/io/sl-hdf5.h"
#include "model/support/sl-error.h"

/* Of a part file, before and after what it holds. */
#define MARK "starloom sample 1\n"
#define LENGTH_OF_SUM 32

static const char *const stat_names[SL_CHAINS_N_STATS] = {
  [SL_CHAINS_LP] = "lp",           [SL_CHAINS_ACCEPTANCE] = "acceptance_rate",
  [SL_CHAINS_ENERGY] = "energy",   [SL_CHAINS_DIVERGING] = "diverging",
  [SL_CHAINS_N_STEPS] = "n_steps", [SL_CHAINS_STEP_SIZE] = "step_size",
};

SlChains *
sl_chains_new (guint chains, guint dim, gsize draws, const char *const *names)
{
  SlChains *self = g_new0 (SlChains, 1);

  self->chains = chains;
  self->dim = dim;
  self->draws = draws;
  self->names = names;
  self->x = g_new0 (double, draws *chains *dim);
  self->stat = g_new0 (double, draws *chains *SL_CHAINS_N_STATS);
  return self;
}

void
sl_chains_free (SlChains *self)
{
  g_free (self->x);
  g_free (self->stat);
  g_free (self);
}

guint
sl_chains_diagnose (const SlChains *self, SlDiagnostics *parameter, gsize *diverging, double *unique)
{
  const gsize n = self->done * self->chains;
  g_autofree double *by_chain = g_new (double, n *self->dim + 1);

  *diverging = 0;
  for (gsize i = 0; i < n; i++)
    {
      const gsize draw = i / self->chains, chain = i % self->chains;

      *diverging += self->stat[i * SL_CHAINS_N_STATS + SL_CHAINS_DIVERGING] != 0.0;
      memcpy (by_chain + (chain * self->done + draw) * self->dim, self->x + i * self->dim,
              self->dim * sizeof (double));
    }
  for (guint p = 0; p < self->dim; p++)
    sl_diagnose (self->x + p, self->chains, self->done, self->dim, (gsize) self->chains * self->dim,
                 &parameter[p]);
  *unique = sl_diagnose_unique (by_chain, self->chains, self->done, self->dim);
  return sl_diagnose_doubts (parameter, self->dim, n ? (double) *diverging / n : 0.0, *unique);
}

/* ------------------------------------------------------------------- HDF5 */

/* The two axes of a group. */
static gboolean
write_axes (const SlChains *self, SlH5 *h5, const char *chain, const char *draw, GError **error)
{
  const gsize n[] = { self->chains, self->done };
  const char *const name[] = { chain, draw };

  for (guint axis = 0; axis < 2; axis++)
    {
      g_autofree double *at = g_new (double, n[axis] + 1);

      for (gsize i = 0; i < n[axis]; i++)
        at[i] = i;
      if (!sl_h5_write_double (h5, name[axis], 1, &n[axis], at, error))
        return FALSE;
    }
  return TRUE;
}

/* Columns (draws, chains, n) as datasets (chains, draws) of a group. */
static gboolean
write_group (const SlChains *self, SlH5 *h5, const char *group, const double *columns, guint n,
             const char *const *names, GError **error)
{
  g_autofree char *chain = g_strconcat (group, "/chain", NULL), *draw = g_strconcat (group, "/draw", NULL);
  const char *const scales[] = { chain, draw };
  const gsize dims[] = { self->chains, self->done };
  g_autofree double *turned = g_new (double, dims[0] * dims[1] + 1);

  if (!write_axes (self, h5, chain, draw, error))
    return FALSE;
  for (guint k = 0; k < n; k++)
    {
      g_autofree char *name = g_strconcat (group, "/", names[k], NULL);

      for (gsize t = 0; t < dims[1]; t++)
        for (gsize c = 0; c < dims[0]; c++)
          turned[c * dims[1] + t] = columns[(t * dims[0] + c) * n + k];
      if (!sl_h5_write_double (h5, name, 2, dims, turned, error)
          || !sl_h5_set_scales (h5, name, 2, scales, error))
        return FALSE;
    }
  return sl_h5_set_attribute_string (h5, group, "inference_library", "starloom", error)
         && sl_h5_set_attribute_string (h5, group, "inference_library_version", SL_VERSION, error);
}

static gboolean
write_hdf5 (const SlChains *self, const char *path, const char *text, GError **error)
{
  g_autoptr (SlH5) h5 = sl_h5_create (path, error);

  return h5 && sl_h5_set_attribute_string (h5, "/", "command", text, error)
         && write_group (self, h5, "posterior", self->x, self->dim, self->names, error)
         && write_group (self, h5, "sample_stats", self->stat, SL_CHAINS_N_STATS, stat_names, error)
         && sl_h5_commit (h5, error);
}

/* -------------------------------------------------------------------- CSV */

static void
add_numbers (GString *row, const double *x, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_c (row, ',');
      if (isfinite (x[i]))
        g_string_append (row, g_ascii_dtostr (digits, sizeof digits, x[i]));
    }
}

static gboolean
write_csv (const SlChains *self, const char *path, const char *text, GError **error)
{
  g_autoptr (SlNewFile) file = sl_new_file_begin (path, SL_FILE_SHARED, error);
  g_autoptr (GString) row = g_string_new (NULL);

  if (!file)
    return FALSE;
  g_string_printf (row, "# command: %s\nchain,draw", text);
  for (guint p = 0; p < self->dim; p++)
    g_string_append_printf (row, ",%s", self->names[p]);
  for (guint k = 0; k < SL_CHAINS_N_STATS; k++)
    g_string_append_printf (row, ",%s", stat_names[k]);
  g_string_append_c (row, '\n');
  for (gsize c = 0; c < self->chains; c++)
    {
      for (gsize t = 0; t < self->done; t++)
        {
          const gsize i = t * self->chains + c;

          g_string_append_printf (row, "%zu,%zu", c, t);
          add_numbers (row, self->x + i * self->dim, self->dim);
          add_numbers (row, self->stat + i * SL_CHAINS_N_STATS, SL_CHAINS_N_STATS);
          g_string_append_c (row, '\n');
        }
      if (!sl_new_file_append (file, row->str, row->len, error))
        return FALSE;
      g_string_truncate (row, 0);
    }
  return sl_new_file_commit (file, error);
}

gboolean
sl_chains_write (const SlChains *self, const char *path, const char *text, GError **error)
{
  return (sl_output_format (path) == SL_OUTPUT_HDF5 ? write_hdf5 : write_csv) (self, path, text, error);
}

/* ------------------------------------------------------------------- parts */

/* What is in a part file apart from its end: head, then sampler, parameters, numbers of draws. */
typedef struct {
  guint64 n_run, n_sampler, done;
} Head;

static void
sum_of (const void *data, gsize length, guint8 sum[LENGTH_OF_SUM])
{
  GChecksum *checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize n = LENGTH_OF_SUM;

  g_checksum_update (checksum, data, (gssize) length);
  g_checksum_get_digest (checksum, sum, &n);
  g_checksum_free (checksum);
}

gboolean
sl_chains_save (const SlChains *self, const char *path, const char *run, GBytes *sampler, GError **error)
{
  const gsize rows = self->done * self->chains;
  const Head head = { strlen (run), g_bytes_get_size (sampler), self->done };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 sum[LENGTH_OF_SUM];

  g_byte_array_append (bytes, (const guint8 *) MARK, strlen (MARK));
  g_byte_array_append (bytes, (const guint8 *) &head, sizeof head);
  g_byte_array_append (bytes, (const guint8 *) run, (guint) head.n_run);
  g_byte_array_append (bytes, g_bytes_get_data (sampler, NULL), (guint) head.n_sampler);
  g_byte_array_append (bytes, (const guint8 *) self->x, (guint) (rows * self->dim * sizeof (double)));
  g_byte_array_append (bytes, (const guint8 *) self->stat,
                       (guint) (rows * SL_CHAINS_N_STATS * sizeof (double)));
  sum_of (bytes->data, bytes->len, sum);
  g_byte_array_append (bytes, sum, sizeof sum);
  return sl_file_write (path, bytes->data, bytes->len, SL_FILE_PRIVATE, error);
}

GBytes *
sl_chains_restore (SlChains *self, const char *path, const char *run, GError **error)
{
  const gsize start = strlen (MARK) + sizeof (Head);
  g_autofree char *data = NULL;
  guint8 sum[LENGTH_OF_SUM];
  gsize length, x_bytes, stat_bytes;
  const char *at;
  Head head;

  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;
  if (length >= start + sizeof sum)
    sum_of (data, length - sizeof sum, sum);
  if (length < start + sizeof sum || memcmp (data, MARK, strlen (MARK)) != 0
      || memcmp (sum, data + length - sizeof sum, sizeof sum) != 0)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                   _ ("%s: expected the part of a run of starloom sample, found another file or a "
                      "damaged one"),
                   path);
      return NULL;
    }
  memcpy (&head, data + strlen (MARK), sizeof head);
  at = data + start;
  x_bytes = head.done * self->chains * self->dim * sizeof (double);
  stat_bytes = head.done * self->chains * SL_CHAINS_N_STATS * sizeof (double);
  if (head.n_run != strlen (run) || memcmp (at, run, head.n_run) != 0 || head.done > self->draws
      || length != start + head.n_run + head.n_sampler + x_bytes + stat_bytes + sizeof sum)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                   _ ("%s belongs to another run; repeat its command, or remove the file"), path);
      return NULL;
    }
  self->done = head.done;
  memcpy (self->x, at + head.n_run + head.n_sampler, x_bytes);
  memcpy (self->stat, at + head.n_run + head.n_sampler + x_bytes, stat_bytes);
  return g_bytes_new (at + head.n_run, head.n_sampler);
}
