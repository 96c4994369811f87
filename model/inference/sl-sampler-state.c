/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "model/inference/sl-sampler-private.h"
#include "model/support/sl-check.h"

/* A sampler as bytes: head, numbers, memory. Numbers are in the order of bytes of this machine; on another
 * the mark differs, and they are refused. */

#define MARK G_GUINT64_CONSTANT (0x31706d61736c53) /* "Slsamp1" */
#define LENGTH_OF_SUM 32

typedef struct {
  guint64 mark, dim, chains, seed, dense;
  guint8 sum[LENGTH_OF_SUM]; /* SHA-256 of what follows */
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

GBytes *
sl_sampler_save (const SlSampler *self)
{
  const gsize n_numbers = sizeof self->now, n_memory = self->n_memory * sizeof (double);
  guint8 *data = g_malloc (sizeof (Head) + n_numbers + n_memory);
  Head head = { MARK, self->config.dim, self->config.chains, self->config.seed, self->config.dense };

  memcpy (data + sizeof head, &self->now, n_numbers);
  memcpy (data + sizeof head + n_numbers, self->memory, n_memory);
  sum_of (data + sizeof head, n_numbers + n_memory, head.sum);
  memcpy (data, &head, sizeof head);
  return g_bytes_new_take (data, sizeof head + n_numbers + n_memory);
}

static gboolean
check_head (const Head *head, const SlSamplerConfig *config, const char *name, GError **error)
{
  const struct {
    const char *what;
    guint64 expected, found;
  } row[] = {
    { "mark", MARK, head->mark },
    { "parameters", config->dim, head->dim },
    { "chains", config->chains, head->chains },
    { "seed", config->seed, head->seed },
    { "dense", config->dense != 0, head->dense },
  };

  for (guint i = 0; i < G_N_ELEMENTS (row); i++)
    if (row[i].expected != row[i].found)
      {
        sl_check_fail (error, name, "sampler", "expected %s %" G_GUINT64_FORMAT ", found %" G_GUINT64_FORMAT,
                       row[i].what, row[i].expected, row[i].found);
        return FALSE;
      }
  return TRUE;
}

SlSampler *
sl_sampler_restore (const SlSamplerConfig *config, GBytes *bytes, const char *name, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  SlSampler *self;
  gsize expected;
  guint8 sum[LENGTH_OF_SUM];
  Head head;

  if (length < sizeof head)
    {
      sl_check_fail (error, name, "sampler", "expected at least %zu bytes, found %zu", sizeof head, length);
      return NULL;
    }
  memcpy (&head, data, sizeof head);
  if (!check_head (&head, config, name, error))
    return NULL;
  self = sl_sampler_alloc (config);
  expected = sizeof head + sizeof self->now + self->n_memory * sizeof (double);
  if (length == expected)
    sum_of (data + sizeof head, length - sizeof head, sum);
  if (length != expected || memcmp (sum, head.sum, sizeof sum) != 0)
    {
      sl_sampler_free (self);
      if (length != expected)
        sl_check_fail (error, name, "sampler", "expected %zu bytes, found %zu", expected, length);
      else
        sl_check_fail (error, name, "sampler", "expected its checksum, found another: it is damaged");
      return NULL;
    }
  memcpy (&self->now, data + sizeof head, sizeof self->now);
  memcpy (self->memory, data + sizeof head + sizeof self->now, self->n_memory * sizeof (double));
  return self;
}
