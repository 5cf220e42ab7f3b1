// The list that `whydown init` writes. What is commented out with `#` and no blank is good as well, once the
// sign is taken away. Nothing in it is asked until somebody runs it.

/** A small list, with the rest of the language in comments. */
export const starter = `# yaml-language-server: $schema=./node_modules/whydown/dist/schema.json
# What whydown probes. A comment with a blank is words; take the # of the others away to use them.
#   whydown check      is this list good?
#   whydown            probe it
#   whydown --tag prod only what has this tag
version: 1

# What holds for all endpoints. An endpoint can say otherwise.
defaults:
  timeout: 5s
  #retry: { times: 1, after: 1s }
  expect:
    latency: { total: { warn: 1s } } # slower is degraded, not down

# Who runs which services: starts to one provider are spaced.
#providers:
  #Example: { services: [Shop] }

# Asked only when something failed: is it me? Name hosts of several operators.
#controls:
  #- { operator: Google, url: http://connectivitycheck.gstatic.com/generate_204, expect: { status: 204 } }
  #- { operator: Mozilla, url: http://detectportal.firefox.com/success.txt, expect: { body: { contains: success } } }

endpoints:
  # A bare URL is a whole check: DNS, TCP, TLS with its certificate, and a status of 2xx.
  - https://www.example.com

  - name: api
    url: https://api.example.com/health
    service: Shop
    component: api
    tags: [prod]
    #redirects: 0 # judge the first answer
    #headers: { authorization: "Bearer \${env:API_TOKEN}" } # shown as $API_TOKEN everywhere
    expect:
      status: 200 # or [200, 204], "200-299", 2xx
      #headers: { content-type: { contains: json } }
      #json: { $.status: ok }
      certificate: { expires_in: { warn: 14d, fail: 3d } }
      latency: { ttfb: { warn: 300ms, fail: 1s } }

  # Any of several: up when one of them is.
  #- name: database
    #url: [tcp://db1.example.com:5432, tcp://db2.example.com:5432]
    #atLeast: 1

  # A handshake alone, and a name alone.
  #- tls://mail.example.com:993
  #- dns:example.com?type=AAAA
`;
