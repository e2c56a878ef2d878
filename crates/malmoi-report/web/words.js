// What the page knows, and what it says, in Korean and English.

const data = JSON.parse(document.getElementById("data").textContent);
// Draws a section into its element, by name.
const sections = {};
// What is shown; `page.js` keeps it in the address.
let state = { lang: "en" };

// Korean first, English second; {0} and so on are filled in.
const WORDS = {
  title: ["언론사마다 하는 말", "What each publisher says"],
  subtitle: ["언론사 {1}곳의 기사 {0}건", "{0} articles of {1} publishers"],
  skip: ["키워드로 바로 가기", "Skip to the keywords"],
  sections: ["보고서 차례", "Sections of the report"],
  language_of_page: ["화면 언어", "Language of the page"],
  foot: ["말모이(malmoi) {0}로 만들었습니다. 이 파일은 네트워크를 쓰지 않습니다.", "Made by malmoi {0}. This file uses no network."],
  foot_address: ["주소창의 주소에 지금 화면이 담겨 있습니다. 그대로 나누면 됩니다.", "The address holds this view: share it as it is."],
  coverage: ["무엇을 모았나", "What is in this crawl"],
  keywords: ["누가 무엇을 더 말하나", "What each publisher says more"],
  movements: ["무엇이 움직였나", "What moved"],
  topics: ["주제", "Topics"],
  copies: ["누가 누구의 글을 함께 실었나", "Who prints whose copy"],
  method: ["방법", "Method"],
  articles: ["기사", "Articles"], publishers: ["언론사", "Publishers"], publisher: ["언론사", "Publisher"], tokens: ["낱말", "Running words"],
  copies_among: ["중복 기사", "Copies among them"], skipped: ["건너뜀", "Skipped"], language: ["언어", "Language"], all_languages: ["모든 언어", "All"],
  of_them_copies: ["그중 중복 기사", "Of them copies"], copied_by_others: ["다른 곳에 실림", "Copies of them"], first_day: ["첫날", "First day"], last_day: ["마지막 날", "Last day"],
  all_publishers: ["모든 언론사", "All publishers"], all_others: ["나머지 모두", "All others"], compared_with: ["견줄 상대", "Compared with"],
  articles_by_day: ["언론사와 날짜별 기사 수", "Articles by publisher and day"],
  articles_by_week: ["언론사와 주별 기사 수 (그 주 월요일)", "Articles by publisher and week (its Monday)"],
  coverage_chart: ["언론사와 날짜별 기사 수. 화살표 키로 칸을 옮겨 다닐 수 있습니다.", "Articles by publisher and time. The arrow keys go from cell to cell."],
  n_articles: ["기사 {0}건", "{0} articles"], n_copies: ["그중 중복 기사 {0}건", "{0} of them copies"],
  first_texts: ["중복 빼고", "without copies"], darker_is_more: ["색이 강할수록 많음", "the stronger the colour, the more articles"],
  most_articles_shown: ["그림에는 기사가 많은 {0}곳만 있습니다. 모두 {1}곳은 표에 있습니다.", "The chart has the {0} publishers with most articles; the table has all {1}."],
  undated: ["날짜를 알 수 없는 기사 {0}건은 그림에 없습니다.", "{0} articles without a date are not in the chart."],
  outside: ["날짜가 나머지와 동떨어진 기사 {0}건은 그림에 없습니다.", "{0} articles with dates far from all others are not in the chart."],
  publishers_left_out: ["기사가 적은 언론사 {0}곳(기사 {1}건)은 이 보고서에 없고 표에 있습니다.", "{0} publishers with few articles ({1} in all) are in the tables, not in this report."],
  skipped_why: ["건너뛴 문서", "What was skipped"], for_example: ["보기:", "such as"],
  search: ["찾기", "Search"], all_rows: ["모두 보기 ({0})", "Show all {0}"], found_rows: ["{1}줄 가운데 {0}줄", "{0} of {1} rows"],
  overview_lede: [
    "언론사마다 나머지 언론사보다 훨씬 자주 쓰는 말입니다. ×8은 여덟 배 자주 쓴다는 뜻이고, ●가 많을수록 우연이 아니라고 믿을 수 있습니다. 이름을 누르면 그림과 기사가 나옵니다.",
    "What each publisher says far more often than all others. ×8 means eight times as often; the more ●, the surer that it is not chance. Choose a name for charts and articles."],
  direction: ["방향", "Direction"], says_more: ["더 말하는 것", "Says more"], says_less: ["덜 말하는 것", "Says less"],
  no_keywords: ["두드러지는 말이 없습니다. 견줄 다른 언론사가 없거나 기사가 너무 적습니다.", "Nothing stands out: there is no other publisher to compare with, or there are too few articles."],
  sure0: ["우연일 수 있음", "may be chance"], sure1: ["꽤 확실", "fairly sure"], sure2: ["확실", "sure"], sure3: ["매우 확실", "very sure"],
  q_is: ["거짓 발견율 q = {0}", "false discovery rate q = {0}"],
  q_axis: ["확실성 q (위로 갈수록 확실)", "Certainty q (the higher, the surer)"],
  more_often: ["나머지보다 몇 배 자주 (→)", "Times as often as the others (→)"], less_often: ["나머지보다 몇 배 드물게 (→)", "Times less often than the others (→)"],
  only_named: ["{0}만", "{0} only"],
  only_here: ["여기만", "only here"],
  effect_chart: ["{0}: 낱말마다 나머지보다 몇 배 자주 쓰는지와 얼마나 확실한지", "{0}: how many times as often as the others each term is said, and how surely"],
  effect_chart_less: ["{0}: 낱말마다 나머지보다 얼마나 드물게 쓰는지와 얼마나 확실한지", "{0}: how much less often than the others each term is said, and how surely"],
  effect_caption: ["앞의 {0}개. 오른쪽일수록 차이가 크고 위일수록 확실합니다. 점선(q = 0.05) 아래는 우연일 수 있습니다. 가로줄은 95 % 신뢰구간, 크기는 기사 수입니다. 점을 누르면 문장이 나옵니다.", "The first {0}. The farther right, the larger the difference; the higher, the surer. Below the dashed line (q = 0.05) it may be chance. Lines are 95 % intervals, sizes are numbers of articles. Choose a dot for its sentences."],
  effect_caption_less: ["앞의 {0}개. 오른쪽일수록 드물고 위일수록 확실합니다. 가로줄은 95 % 신뢰구간, 크기는 다른 언론사의 기사 수입니다.", "The first {0}. The farther right, the rarer; the higher, the surer. Lines are 95 % intervals, sizes are the others' articles."],
  effect_text: ["{0} (95 % {1}–{2})", "{0} (95 % {1} to {2})"],
  n_of_articles: ["기사 {1}건 중 {0}건", "in {0} of {1} articles"],
  detail: ["{0}에서 나머지 언론사보다 {2}배 자주 씁니다 (95 % 신뢰구간 {3}–{4}배).", "{0} says it {2} times as often as all others (95 % interval {3} to {4})."],
  never_here: ["안 씀", "never"],
  detail_less: ["나머지 언론사가 {0}보다 {2}배 자주 씁니다 (95 % 신뢰구간 {3}–{4}배).", "All others say it {2} times as often as {0} (95 % interval {3} to {4})."],
  detail_only: ["{0}만 씁니다. 나머지 언론사에 우연히 없었다 해도 {3}배 이상입니다 (95 % 신뢰구간 {3}–{4}배).", "Only {0} says it: even if the others lack it by chance, {3} times as often at least (95 % interval {3} to {4})."],
  detail_counts: ["여기: {0}번, 기사 {1}건 (백만 낱말에 {2}). 다른 곳: {3}번, 기사 {4}건 (백만 낱말에 {5}). q = {6}", "Here: {0} times in {1} articles ({2} per million words). Elsewhere: {3} times in {4} articles ({5} per million). q = {6}"],
  see_movement: ["날짜별로 보기 →", "See it over time →"],
  where_it_stands: ["이 말이 가장 많이 나오는 기사", "Where it stands most"], article_id: ["기사 번호", "id"], is_copy: ["중복 기사", "a copy"],
  no_quotes: ["이 낱말의 문장은 이 파일에 담지 않았습니다. malmoi kwic 명령이 보여 줍니다.", "This file holds no sentences for this term; the command malmoi kwic shows them."],
  table_more: ["{0}에서 더 자주 나오는 말", "What {0} says more"], table_less: ["{0}에서 덜 나오는 말", "What {0} says less"],
  rank: ["#", "#"], term: ["낱말", "Term"], times_as_often: ["몇 배 (95 %)", "Times as often (95 %)"], certainty: ["확실성", "Certainty"],
  occurrences: ["횟수", "Occurrences"], per_million: ["백만 낱말당", "per million words"], per_million_elsewhere: ["다른 곳 백만당", "per million elsewhere"],
  keywords_left_out: ["목록의 나머지 {0}개는 keywords.csv에 있습니다.", "{0} more of this list are in keywords.csv."],
  nothing_in_common: ["같은 언어의 기사가 없어 견줄 수 없습니다.", "They have no articles in the same language."],
  compare_lede: ["{0}와(과) {1}: 두 언론사의 키워드와 자주 쓰는 낱말입니다. 비율만 보이며, 확실성은 malmoi compare 명령이 계산합니다.", "{0} and {1}: the keywords and most frequent terms of both. These are rates; how sure a difference is, the command malmoi compare works out."],
  compare_chart: ["{0}와 {1}의 백만 낱말당 횟수", "Occurrences per million words of {0} against {1}"],
  compare_table: ["{0}와 {1}", "{0} and {1}"], ratio: ["몇 배", "Times"],
  compare_caption: ["차이가 큰 {0}개 낱말. 선 위는 앞의 언론사, 아래는 뒤의 언론사가 더 자주 씁니다. 두 눈금 모두 로그입니다.", "The {0} terms that differ most. Above the line the first says it more often, below it the second. Both scales are logarithmic."],
  movements_lede_day: ["날마다 어느 말이 전체 기사의 몇 %에 나왔는지입니다. 평소의 두 배 넘게 몰린 말부터 보입니다.", "In what share of the day's articles a term comes up. Terms that came in bursts, at more than twice their usual share, come first."],
  movements_lede_week: ["주마다 어느 말이 전체 기사의 몇 %에 나왔는지입니다. 평소의 두 배 넘게 몰린 말부터 보입니다.", "In what share of the week's articles a term comes up. Terms that came in bursts, at more than twice their usual share, come first."],
  nothing_moved: ["날짜가 모자라 움직임을 말할 수 없습니다.", "There are too few days to say what moved."],
  course_chart: ["‘{0}’ 기사의 비율", "Share of articles with “{0}”"], share_of_articles: ["기사 비율", "share of articles"],
  course_counts: ["‘{0}’: 기사 {1}건.", "“{0}” is in {1} articles."],
  burst_text: ["{0}에 몰렸습니다 (무게 {1}).", "It burst on {0} (weight {1})."],
  rising: ["점점 늘었습니다 (τ = {0}, p = {1}).", "It went up (τ = {0}, p = {1})."], falling: ["점점 줄었습니다 (τ = {0}, p = {1}).", "It went down (τ = {0}, p = {1})."],
  no_direction: ["늘거나 줄었다고 할 수 없습니다 (p = {0}).", "No direction can be told (p = {0})."],
  course_caption_day: ["하루 기사 가운데 이 말이 있는 기사의 비율. 칠한 곳은 몰린 때입니다.", "Share of the day's articles that have it. Shaded: bursts."],
  course_caption_week: ["한 주 기사 가운데 이 말이 있는 기사의 비율. 칠한 곳은 몰린 때입니다.", "Share of the week's articles that have it. Shaded: bursts."],
  who_first: ["‘{0}’: 누가 먼저 썼나", "“{0}”: who was first"], first_mention: ["처음 쓴 날", "First day"], articles_with: ["기사", "Articles with it"],
  first_by_day: ["날짜까지만 견줍니다. 시각은 malmoi trends 명령이 말해 줍니다.", "By the day. The command malmoi trends tells the time."],
  topic: ["주제", "Topic"], share: ["비율", "Share"], over_time: ["시간에 따라", "Over time"], first_terms: ["첫 낱말", "First terms"], no_topics: ["주제를 찾지 못했습니다.", "No topics were found."],
  topics_lede: ["기사 {0}건을 주제로 나눈 것입니다. 비율은 기사마다 그 주제가 차지하는 몫의 평균입니다.", "What {0} articles are about. Shares are means over articles of how much of each is about the topic."],
  topics_by_publisher: ["언론사별 주제", "Topics by publisher"], topics_chart: ["언론사와 주제별 비율. 화살표 키로 칸을 옮겨 다닐 수 있습니다.", "Shares by publisher and topic. The arrow keys go from cell to cell."],
  topics_caption: ["언론사 기사에서 주제가 차지하는 비율의 평균. 색이 강할수록 큽니다.", "The mean share of a topic in a publisher's articles; the stronger the colour, the larger."],
  elsewhere_share: ["다른 곳 {0}", "elsewhere {0}"], topic_course: ["‘{0}’의 비율", "Share of “{0}” over time"], mean_share: ["비율의 평균", "mean share"],
  no_copies: ["중복 기사가 없습니다.", "There are no copies."],
  copies_lede: ["기사 {0}건에 중복 기사가 {1}건 있습니다. 거의 같은 글을 먼저 낸 곳이 처음 낸 곳입니다.", "There are {1} copies of {0} articles. Of near-identical texts, the earliest is the first."],
  copies_chart: ["처음 낸 언론사와 함께 실은 언론사별 중복 기사 수", "Copies by first publisher and by who printed them"],
  copies_caption: ["줄은 처음 낸 곳, 칸은 함께 실은 곳입니다. 색이 강할수록 많습니다. 대각선은 스스로 되풀이한 것입니다.", "A row is who was first, a column who printed it too; the stronger the colour, the more. The diagonal is who repeats itself."],
  first_printed: ["처음 낸 곳", "Was first"], copied_by: ["함께 실은 곳", "Printed it too"], copies_n: ["중복 기사", "Copies"], copies_table: ["누가 누구의 기사를 몇 건 함께 실었나", "Who printed how many of whose articles"],
  copy_text: ["{1} 기사를 {0}에서 함께 실음: {2}건", "{0} printed {2} of {1}"],
  most_copies_shown: ["그림에는 중복 기사가 많은 {0}곳만 있습니다. 모두 {1}곳은 표에 있습니다.", "The chart has the {0} publishers with most copies; the table has all {1}."],
  pairs_left_out: ["나머지 {0}쌍은 copies.csv에 있습니다.", "{0} more pairs are in copies.csv."],
  method_lede: ["이 보고서의 수치는 같은 폴더의 표와 같습니다. 아래 설정으로 같은 기사를 다시 분석하면 같은 수가 나옵니다.", "The numbers of this report are those of the tables beside it. The same articles with these settings give the same numbers again."],
  conservation: ["문서의 보존", "Where every document went"], documents_read: ["읽은 문서 {0}", "{0} documents read"],
  ended_counted: ["센 기사 {0}", "{0} counted"], ended_merged: ["다시 모은 같은 글 {0}", "{0} crawled again"], ended_replaced: ["새 판으로 바뀐 글 {0}", "{0} replaced by newer editions"],
  ended_dropped: ["버린 중복 기사 {0}", "{0} copies dropped"], ended_skipped: ["건너뛴 문서 {0}", "{0} skipped"],
  conservation_text: [
    "센 기사 가운데 {0}건은 다른 기사 {1}건의 중복입니다. {2}건은 깨진 바이트를 바꾼 뒤 셌습니다. 서로 다른 낱말 {3}개, 사전에 없어 기사에서 찾은 낱말 {4}개, 여러 낱말로 된 이름 {5}개, 언론사가 되풀이해 뺀 문장 {6}개.",
    "Of those counted, {0} are copies of {1} others, and {2} had broken bytes replaced. {3} different terms; {4} words that the dictionary lacks and {5} names of several words were found in the articles; {6} sentences that publishers repeat were left out."],
  settings: ["설정", "Settings"], formulas: ["수식", "Formulas"], left_out: ["이 파일에 없는 것", "What is not in this file"],
  setting_version: ["말모이 판", "version of malmoi"], setting_duplicates: ["중복 기사를 어떻게 다루나", "what copies are good for"], setting_basis: ["키워드의 비율을 무엇으로 세나", "what rates of keywords are computed on: once is without copies"],
  setting_top: ["목록마다 키워드 수", "keywords of each list"], setting_min_count: ["검정하는 최소 횟수", "a term is tested from so many occurrences"], setting_min_documents: ["키워드의 최소 기사 수", "a keyword is in at least so many articles"],
  setting_min_log_ratio: ["최소 로그 비", "a keyword's log ratio is at least"], setting_new_words: ["사전에 없는 낱말을 찾나", "whether words that the dictionary lacks are looked for"], setting_keep_boilerplate: ["되풀이되는 문장도 세나", "whether repeated sentences count"],
  formula_list: [
    [["몇 배", "언론사의 비율 ÷ 나머지 모두의 비율, log₂의 값(로그 비)을 되돌린 것. 한쪽이 0이면 0.5를 셉니다. 구간은 기사를 단위로 한 95 % 신뢰구간입니다."],
      ["q", "거짓 발견율 (Benjamini–Hochberg). 기사를 언론사에 눈감고 나눠 주었을 때 이만큼 치우칠 확률 p에서 나옵니다. 중복 기사는 세지 않습니다."],
      ["순위", "G² (Dunning 1993, 네 칸) ÷ 설계 효과. 한 기사에 몰려 나오는 말은 그만큼 깎입니다."],
      ["몰림", "Kleinberg(2003)의 두 상태 자동 기계: 평소 비율의 두 배, 비용 1. 무게는 몰림이 있다고 볼 때 설명되는 로그 가능도의 차이입니다."],
      ["방향", "날짜별 기사 비율의 Mann–Kendall 검정과 켄들의 τ."],
      ["백만 낱말당", "횟수 × 1,000,000 ÷ 그 언론사의 낱말 수."]],
    [["Times as often", "The publisher's rate over that of all others: 2 to the power of the log ratio; half an occurrence stands for none. The interval is of 95 %, articles being the units."],
      ["q", "The false discovery rate (Benjamini and Hochberg) from p: the chance to be so uneven if articles had been dealt to publishers blindly. Copies have no vote."],
      ["Rank", "G² (Dunning 1993, four cells) over the design effect, so that what crowds in few articles counts for less."],
      ["Bursts", "Kleinberg's automaton of two states (2003), with twice the usual share and a cost of 1. The weight is how much likelier, in natural logarithms, the days are with the burst."],
      ["Direction", "Mann and Kendall's test, and Kendall's τ, of the shares of articles."],
      ["Per million", "Occurrences × 1,000,000 over the publisher's running words."]]],
  left_out_text: [
    "이 파일은 5 MB를 넘지 않습니다. 언론사는 기사가 많은 {0}곳까지, 키워드는 목록마다 {1}개까지, 문장은 앞의 {2}개까지, 움직임은 언어마다 {3}개와 언론사마다 앞의 키워드, 견주기는 언론사마다 {4}개의 키워드와 자주 쓰는 낱말까지, 주제는 몫이 큰 것들입니다. 나머지는 표에 있습니다.",
    "This file stays below 5 MB. It has up to {0} publishers, those with most articles; up to {1} keywords of each list, with sentences for the first {2}; {3} bursts of each language and the courses of each publisher's first keywords; and to compare by, {4} keywords and as many frequent terms of each publisher; and of very many topics the largest. The tables have the rest."],
  licence: ["말모이와 이 화면의 스크립트는 MIT 또는 Apache-2.0으로 쓸 수 있습니다. 다른 스크립트나 글꼴은 들어 있지 않습니다. 기사 제목과 문장의 권리는 각 언론사에 있습니다.", "malmoi and the script of this page may be used under MIT or Apache-2.0; it holds no other script and no font. Headlines and sentences belong to their publishers."],
};

function t(key, ...filled) {
  const said = WORDS[key] ? WORDS[key][state.lang === "ko" ? 0 : 1] : key;
  return typeof said === "string" ? said.replace(/\{(\d)\}/g, (_, n) => filled[n]) : said;
}

function languageName(code) {
  try {
    return new Intl.DisplayNames([state.lang], { type: "language" }).of(code === "und" ? "und" : code);
  } catch {
    return code;
  }
}
