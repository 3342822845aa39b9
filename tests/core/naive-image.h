/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"

/* The layers of the networks in double precision and plain loops. All values lie as
 * [n × channels × height × width], all parameters as in an OvNetwork. */

void   naive_image_forward  (const OvLayer *layer,
                             const double  *parameters,
                             const double  *in,
                             double        *out,
                             guint          n);
void   naive_image_backward (const OvLayer *layer,
                             const double  *parameters,
                             const double  *in,
                             const double  *out,
                             const double  *d_out,
                             double        *d_in,
                             double        *gradient,
                             guint          n);
double naive_image_loss     (OvNetwork     *network,
                             const double  *parameters,
                             const double  *images,
                             const guint8  *labels,
                             guint          n);
void   naive_image_gradient (OvNetwork     *network,
                             OvLoss         loss,
                             const double  *parameters,
                             const double  *images,
                             const guint8  *labels,
                             guint          n,
                             double        *gradient,
                             double        *scores);
