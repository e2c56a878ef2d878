//! Korean sentences.

use crate::random::{Random, Zipf};

/// Writes Korean sentences.
pub(super) struct Writer {
    nouns: Zipf,
    pairs: Zipf,
    actions: Zipf,
    names: Zipf,
}

impl Writer {
    pub(super) fn new() -> Writer {
        Writer {
            nouns: Zipf::new(NOUNS.len(), 3),
            pairs: Zipf::new(NOUNS.len() * NOUNS.len(), 4000),
            actions: Zipf::new(ACTIONS.len(), 3),
            names: Zipf::new(60_000, 3000),
        }
    }

    pub(super) fn title(&self, random: &mut Random) -> String {
        let (subject, object) = (self.subject(random), self.noun(random));
        format!(
            "{subject}, {object} {} {}",
            self.action(random),
            random.pick(TITLE_ENDS)
        )
    }

    pub(super) fn sentence(&self, random: &mut Random) -> String {
        let subject = self.subject(random);
        match random.below(6) {
            0 => format!(
                "{} {} \"{}\"{} {}.",
                particle(&subject, "은", "는"),
                self.place_and_time(random),
                self.plain_clause(random),
                random.pick(&["라고", "고"]),
                random.pick(SAYINGS)
            ),
            1 => format!(
                "{} {}, {} {}.",
                particle(&subject, "이", "가"),
                self.linked_clause(random),
                particle(&self.phrase(random), "은", "는"),
                self.change(random)
            ),
            2 => format!(
                "{}에 따르면 {} {} {}.",
                subject,
                particle(&self.phrase(random), "은", "는"),
                random.pick(COMPARED),
                self.change(random)
            ),
            3 => format!(
                "{} {} {} {}.",
                random.pick(OPENINGS),
                particle(&subject, "은", "는"),
                self.place_and_time(random),
                self.plain_clause(random)
            ),
            4 => format!(
                "{} {} {} {} {} 것으로 {}.",
                self.number(random),
                random.pick(&["규모의", "상당의", "가량의", "수준의"]),
                particle(&self.phrase(random), "을", "를"),
                random.pick(&["둘러싼", "위한", "앞둔", "비롯한"]),
                particle(&self.phrase(random), "이", "가") + " " + random.pick(CONTINUING),
                random.pick(&["보인다", "나타났다", "알려졌다", "전해졌다", "풀이된다"])
            ),
            _ => format!(
                "{} {}, {}.",
                particle(&subject, "은", "는"),
                self.linked_clause(random),
                self.plain_clause(random)
            ),
        }
    }

    /// "반도체 수출을 확대하기로 했다"
    fn plain_clause(&self, random: &mut Random) -> String {
        let object = particle(&self.phrase(random), "을", "를");
        format!(
            "{object} {}{}",
            self.action(random),
            random.pick(PLAIN_ENDS)
        )
    }

    /// "반도체 수출을 확대하면서"
    fn linked_clause(&self, random: &mut Random) -> String {
        let object = particle(&self.phrase(random), "을", "를");
        format!(
            "{object} {}{}",
            self.action(random),
            random.pick(LINKING_ENDS)
        )
    }

    fn change(&self, random: &mut Random) -> String {
        format!("{} {}", self.number(random), random.pick(CHANGES))
    }

    fn place_and_time(&self, random: &mut Random) -> String {
        match random.below(4) {
            0 => format!("{}일 {}에서", 1 + random.below(28), self.place(random)),
            1 => format!("{}에서 열린 {}에서", self.place(random), self.noun(random)),
            2 => format!("{}월 {}일", 1 + random.below(12), 1 + random.below(28)),
            _ => particle(&self.noun(random), "과", "와") + " 관련해",
        }
    }

    /// One to three nouns that belong together, perhaps with an adjective.
    fn phrase(&self, random: &mut Random) -> String {
        let noun = self.noun(random);
        match random.below(7) {
            0 => format!("{} {noun}", random.pick(ADJECTIVES)),
            1 => format!("{}의 {noun}", self.noun(random)),
            2 => format!("{} {noun} {}", self.subject(random), self.noun(random)),
            3 => format!("{} {noun}", particle(&self.noun(random), "과", "와")),
            4 => format!("{} {noun}", self.noun(random)),
            _ => noun,
        }
    }

    /// A noun, or in three of four cases a compound written as one.
    fn noun(&self, random: &mut Random) -> String {
        if random.chance(75) {
            let pair = self.pairs.draw(random);
            // A stride without a common factor makes neighbours in rank unlike.
            let pair = pair * 7919 % (NOUNS.len() * NOUNS.len());
            let (first, second) = (pair / NOUNS.len(), pair % NOUNS.len());
            if first != second {
                return format!("{}{}", NOUNS[first], NOUNS[second]);
            }
        }
        NOUNS[self.nouns.draw(random)].to_string()
    }

    /// What is done, in one of four cases with its object before it: "투자유치".
    fn action(&self, random: &mut Random) -> String {
        let action = ACTIONS[self.actions.draw(random)];
        if random.chance(25) {
            format!("{}{action}", NOUNS[self.nouns.draw(random)])
        } else {
            action.to_string()
        }
    }

    /// A person, a company, an office, or a foreign name.
    fn subject(&self, random: &mut Random) -> String {
        let name = self.names.draw(random);
        match random.below(10) {
            0..=3 => {
                let first = GIVEN[name / SURNAMES.len() % GIVEN.len()];
                let second = GIVEN[name / SURNAMES.len() / GIVEN.len() % GIVEN.len()];
                let surname = SURNAMES[name % SURNAMES.len()];
                format!("{surname}{first}{second} {}", random.pick(ROLES))
            }
            4..=6 => {
                let first = STEMS[name % STEMS.len()];
                let second = STEMS[name / STEMS.len() % STEMS.len()];
                format!("{first}{second}{}", random.pick(TRADES))
            }
            7 => super::english::name(name),
            8 => format!("{} {}", self.place(random), random.pick(OFFICES)),
            _ => random.pick(OFFICES).to_string(),
        }
    }

    fn place(&self, random: &mut Random) -> String {
        let name = self.names.draw(random);
        let first = STEMS[name % STEMS.len()];
        format!(
            "{first}{}",
            random.pick(&["시", "군", "구", "동", "읍", "항", "역"])
        )
    }

    fn number(&self, random: &mut Random) -> String {
        let small = 1 + random.below(99);
        match random.below(5) {
            0 => format!("{small}.{}%", random.below(10)),
            1 => format!("{},{:03}억 원", small, random.below(1000)),
            2 => format!("{small}만 {}00명", 1 + random.below(99)),
            3 => format!("{}년 {}개월", 1 + random.below(9), 1 + random.below(11)),
            _ => format!("{small}건"),
        }
    }
}

/// Adds the particle that fits the last syllable: `closed` if it ends in a
/// consonant, else `open`.
fn particle(word: &str, closed: &str, open: &str) -> String {
    let is_closed = match word.chars().last() {
        Some(c @ '가'..='힣') => !(c as u32 - '가' as u32).is_multiple_of(28),
        Some(c) => !"aeiouy".contains(c),
        None => false,
    };
    format!("{word}{}", if is_closed { closed } else { open })
}

// Left as they are, since the formatter gives each word of a list a line.
#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "정부", "경제", "시장", "정책", "사업", "기업", "산업", "문제", "지역", "투자", "기술",
    "교육", "금리", "물가", "수출", "반도체", "대책", "계획", "회의", "조사", "사건", "사고",
    "안전", "환경", "주민", "시민", "학생", "교사", "학교", "병원", "환자", "의료", "보험",
    "연금", "복지", "예산", "세금", "재정", "부채", "대출", "은행", "증권", "주식", "채권",
    "환율", "무역", "관세", "협상", "협약", "조약", "외교", "안보", "국방", "군대", "미사일",
    "훈련", "선거", "투표", "후보", "정당", "국회", "의회", "법안", "법원", "재판", "판결",
    "검찰", "경찰", "수사", "범죄", "피해", "보상", "노동", "임금", "고용", "실업", "파업",
    "노조", "농업", "어업", "축산", "쌀값", "과일", "채소", "식품", "음식", "가격", "소비",
    "유통", "매장", "온라인", "배송", "물류", "항공", "공항", "철도", "도로", "교통", "버스",
    "지하철", "자동차", "전기차", "배터리", "수소", "원전", "전력", "에너지", "석유", "가스",
    "탄소", "기후", "폭염", "장마", "태풍", "지진", "산불", "홍수", "가뭄", "하천", "바다",
    "항구", "어선", "관광", "여행", "숙박", "호텔", "축제", "공연", "영화", "드라마", "음악",
    "가수", "배우", "감독", "작가", "소설", "출판", "도서관", "박물관", "전시", "미술", "건축",
    "주택", "아파트", "전세", "월세", "분양", "재건축", "부동산", "토지", "공사", "건설",
    "시설", "운동", "야구", "축구", "농구", "배구", "경기", "선수", "구단", "우승", "대회",
    "올림픽", "기록", "연구", "대학", "교수", "논문", "과학", "우주", "위성", "로켓", "로봇",
    "인공지능", "데이터", "통신", "인터넷", "플랫폼", "게임", "소프트웨어", "보안", "해킹",
    "개인정보", "규제", "제도", "개혁", "혁신", "창업", "벤처", "자금", "펀드", "수익", "실적",
    "매출", "이익", "손실", "적자", "흑자", "공급", "수요", "생산", "공장", "설비", "부품",
    "소재", "장비", "제품", "품질", "특허", "인구", "출산", "육아", "보육", "청년", "노인",
    "여성", "아동", "가족", "결혼", "이민", "난민", "인권", "평등", "차별", "갈등", "시위",
    "집회", "언론", "방송", "신문", "기자", "보도", "광고", "감염", "백신", "방역", "치료",
    "의사", "간호사", "약국", "건강", "수술", "질병", "검사", "진단", "역사", "문화", "종교",
    "전통", "언어", "사회", "공동체", "봉사", "기부", "동물", "식물", "숲", "공원", "등산",
    "날씨", "기온", "미세먼지", "쓰레기", "재활용", "포장", "플라스틱", "물", "하수",
];

/// Nouns that 하다 makes verbs of.
#[rustfmt::skip]
const ACTIONS: &[&str] = &[
    "발표", "추진", "확대", "강화", "지원", "검토", "논의", "결정", "요구", "비판", "지적",
    "강조", "제안", "도입", "개선", "개발", "건설", "운영", "관리", "조사", "분석", "공개",
    "확인", "준비", "시작", "중단", "연기", "축소", "폐지", "개편", "마련", "제공", "판매",
    "구매", "수입", "공급", "생산", "투자", "인수", "매각", "설립", "계약", "체결", "합의",
    "거부", "반대", "찬성", "승인", "허가", "금지", "제한", "규제", "단속", "처벌", "기소",
    "구속", "석방", "고발", "예측", "전망", "우려", "기대", "환영", "호소", "촉구", "약속",
    "유지", "보완", "수정", "점검", "배치", "철회", "복구", "구조", "치료", "예방", "홍보",
    "초청", "방문", "참석", "주최", "후원", "기념", "보존",
];

const PLAIN_ENDS: &[&str] = &[
    "했다",
    "하기로 했다",
    "한다",
    "할 계획이다",
    "할 수 있다",
    "하고 있다",
    "할 방침이다",
    "해야 한다",
    "할 것으로 보인다",
    "하지 않았다",
    "해 왔다",
    "할 예정이다",
    "하겠다",
    "했습니다",
    "하는 것이 중요하다",
    "할 필요가 있다",
    "하려는 움직임도 있다",
    "할 가능성이 크다",
];

const LINKING_ENDS: &[&str] = &[
    "하고",
    "하며",
    "하면서",
    "했지만",
    "했으나",
    "하자",
    "해",
    "하는 한편",
    "하기 위해",
    "함에 따라",
    "했는데",
    "하더라도",
    "한 뒤",
    "하는 대신",
    "할수록",
    "하기 전에",
    "한 데 이어",
    "하도록",
];

const TITLE_ENDS: &[&str] = &[
    "나선다",
    "본격화",
    "'빨간불'",
    "논란",
    "속도",
    "…이유는",
    "첫 사례",
    "확산",
    "마무리",
    "재검토",
];

#[rustfmt::skip]
const SAYINGS: &[&str] = &[
    "말했다", "밝혔다", "전했다", "설명했다", "주장했다", "강조했다", "덧붙였다", "지적했다",
    "되물었다", "입을 모았다", "선을 그었다", "목소리를 높였다", "털어놨다", "내다봤다",
];

#[rustfmt::skip]
const CHANGES: &[&str] = &[
    "늘었다", "줄었다", "올랐다", "떨어졌다", "급증했다", "감소했다", "증가한 것으로 나타났다",
    "넘어섰다", "밑돌았다", "웃돌았다", "그쳤다", "치솟았다", "기록했다", "회복했다",
    "머물렀다",
];

#[rustfmt::skip]
const CONTINUING: &[&str] = &[
    "이어질", "커질", "길어질", "잦아들", "번질", "달라질", "뒤따를", "거세질", "속도를 낼",
];

#[rustfmt::skip]
const COMPARED: &[&str] = &[
    "지난해보다", "전년 같은 기간보다", "한 달 전보다", "올해 들어", "당초 예상보다",
    "최근 5년간", "상반기에만", "이달 들어", "역대 처음으로", "석 달 연속",
];

#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "한편", "이에 대해", "이날", "앞서", "특히", "반면", "그러나", "이어", "또", "다만",
    "실제로", "그럼에도", "이 때문에", "결국", "이와 함께", "당시",
];

#[rustfmt::skip]
const ADJECTIVES: &[&str] = &[
    "새로운", "큰", "작은", "높은", "낮은", "어려운", "중요한", "심각한", "다양한", "강한",
    "약한", "빠른", "느린", "오래된", "최근의", "불안한", "안정적인", "국제적인", "지속적인",
    "부족한", "충분한", "값비싼", "낡은", "뜨거운", "까다로운", "지나친", "뚜렷한", "뜻밖의",
    "근본적인",
];

#[rustfmt::skip]
const ROLES: &[&str] = &[
    "대표", "장관", "의원", "교수", "연구원", "회장", "사장", "위원장", "시장", "기자",
    "변호사", "감독", "선수", "씨", "팀장", "본부장", "대변인", "이사", "원장", "박사",
];

#[rustfmt::skip]
const OFFICES: &[&str] = &[
    "국토교통부", "기획재정부", "환경부", "교육부", "보건복지부", "시청", "구청", "의회",
    "경찰서", "소방서", "법원", "검찰청", "통계청", "한국은행", "상공회의소", "노동조합",
    "시민단체", "연구소", "대학교", "병원",
];

#[rustfmt::skip]
const TRADES: &[&str] = &[
    "전자", "화학", "건설", "중공업", "제약", "식품", "증권", "은행", "통신", "항공", "물산",
    "에너지", "자동차", "철강", "해운", "그룹", "바이오", "소프트", "모빌리티", "네트웍스",
];

#[rustfmt::skip]
const SURNAMES: &[&str] = &[
    "김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "서", "신", "권",
    "황", "안", "송", "류", "홍", "전", "고", "문", "양", "손", "배", "백", "허", "남", "심",
];

#[rustfmt::skip]
const GIVEN: &[&str] = &[
    "민", "서", "지", "현", "수", "영", "은", "진", "준", "하", "윤", "정", "우", "연", "혜",
    "성", "경", "재", "동", "승", "태", "호", "원", "주", "희", "선", "미", "규", "석", "철",
    "환", "기", "인", "유", "나", "린", "빈", "훈", "솔", "람",
];

#[rustfmt::skip]
const STEMS: &[&str] = &[
    "한", "빛", "새", "롬", "가", "온", "누", "리", "다", "솜", "라", "미", "르", "바", "다",
    "아", "람", "하", "늘", "별", "솔", "강", "산", "들", "봄", "여", "름", "단", "비", "해",
    "달", "숲", "청", "백", "동", "남", "북", "서", "중", "원", "금", "은", "평", "화", "신",
    "대", "세", "광",
];
