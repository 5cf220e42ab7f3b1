import { showPeers } from './shown.ts';
import { tls } from './tls.ts';
import { tlsCertificates } from './tls-certificates.ts';

showPeers([...tls, ...tlsCertificates]);
